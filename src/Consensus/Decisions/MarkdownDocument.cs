using System.Text.RegularExpressions;
using Nato.Consensus.V1;

namespace NatoServices.Consensus.Decisions;

/// <summary>Formats a decision as CommonMark with tables.</summary>
internal static partial class MarkdownDocument
{
    public static string Of(Decision decision) => string.Join('\n', [
        $"# {Escape(DocumentText.Title(decision))}", "",
        .. Quote([.. decision.Text.Split('\n').Select(line => Mark().Replace(Escape(line.Trim()), @"$1\$2"))]), "",
        "| | |", "|---|---|",
        .. DocumentText.Particulars(decision).Select(p => $"| {p.Name} | {Escape(p.Value)} |"), "",
        "## The electorate", "",
        "| code | member | had stated |", "|---|---|---|",
        .. decision.Electorate.Select(e => $"| {e.Member} | {Escape(e.DisplayName)} | {Escape(DocumentText.Say(e))} |"), "",
        "## Check it against the record", "",
        $"The text and the electorate are entry {decision.Recorded.Revision} of the record, at", "",
        $"    {DocumentText.Entry(decision)}", "",
        $"The record's hash at that entry, which covers it and all before it, is SHA-256 `{decision.Hash}`. "
            + "Whether the record still has it, the Consensus service tells at", "",
        $"    {DocumentText.Check(decision)}", "",
    ]);

    /// <summary>Keeps line breaks: without the backslash, the next line would be joined to this one.</summary>
    private static IEnumerable<string> Quote(IReadOnlyList<string> lines) => lines.Select((line, i) =>
        line is "" ? ">" : i + 1 < lines.Count && lines[i + 1] is not "" ? $@"> {line}\" : $"> {line}");

    /// <summary>Texts of callers must not be interpreted as markup or HTML.</summary>
    private static string Escape(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(c => IsMarkup(c) ? $"\\{c}" : $"{c}"));

    private static bool IsMarkup(char c) => "\\`*_{}[]<>#|&!~".Contains(c, StringComparison.Ordinal);

    /// <summary>The characters that make a line a list, a rule or a heading, but only at its beginning.</summary>
    [GeneratedRegex(@"^(\d{0,9})([-+=.)])")]
    private static partial Regex Mark();
}
