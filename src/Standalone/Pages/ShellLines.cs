using System.Text.RegularExpressions;
using Google.Protobuf;

namespace NatoServices.Standalone.Pages;

/// <summary>Commands for a POSIX shell. Of a command on several lines, all but the first are indented.</summary>
internal static partial class ShellLines
{
    /// <summary>Sends a request by REST.</summary>
    public static IEnumerable<string> Post(string url, IMessage request) =>
        [$"curl -s {url} \\", .. Quoted("  ", "-H content-type:application/json", request, "")];

    /// <summary>The JSON of a request as one shell argument, broken where JSON allows it: between its words, never within a text.</summary>
    public static IEnumerable<string> Quoted(string indent, string before, IMessage request, string after)
    {
        // A quote within a text would end the argument; JSON has another spelling for it.
        var json = JsonFormatter.Default.Format(request).Replace("'", "\\u0027", StringComparison.Ordinal);
        return TextTable.Wrap(indent, Words().Matches($"{before} -d '{json}' {after}".TrimEnd()).Select(word => word.Value));
    }

    [GeneratedRegex("""(?:[^ "]|"(?:[^"\\]|\\.)*")+""")]
    private static partial Regex Words();
}
