using System.Text.RegularExpressions;
using Google.Protobuf;

namespace NatoServices.Standalone.Pages;

/// <summary>Commands for a POSIX shell. If a command has several lines, all but the first are indented.</summary>
internal static partial class ShellLines
{
    public static IEnumerable<string> Post(string url, IMessage request) =>
        [$"curl -s {url} \\", .. Quoted("  ", "-H content-type:application/json", request, "")];

    /// <summary>The JSON of a request as one shell argument. Lines break only between JSON tokens, never inside a string.</summary>
    public static IEnumerable<string> Quoted(string indent, string before, IMessage request, string after)
    {
        // A single quote inside a text would end the shell argument. JSON has an escape for it.
        var json = JsonFormatter.Default.Format(request).Replace("'", "\\u0027", StringComparison.Ordinal);
        return TextTable.Wrap(indent, Words().Matches($"{before} -d '{json}' {after}".TrimEnd()).Select(word => word.Value));
    }

    [GeneratedRegex("""(?:[^ "]|"(?:[^"\\]|\\.)*")+""")]
    private static partial Regex Words();
}
