using System.Text;
using Nato.Consensus.V1;

namespace NatoServices.Consensus.Decisions;

internal static class PlainDocument
{
    private const int Width = 100;

    public static string Of(Decision decision)
    {
        var lines = new List<string> { DocumentText.Title(decision), "" };
        foreach (var paragraph in decision.Text.Split('\n')) lines.AddRange(Wrap("    ", "    ", paragraph));
        lines.Add("");
        foreach (var (name, value) in DocumentText.Particulars(decision)) lines.AddRange(Wrap($"{name,-13}", new(' ', 13), value));
        lines.AddRange(["", "What each elector had stated by then:"]);
        var width = decision.Electorate.Max(e => e.DisplayName.Length);
        foreach (var elector in decision.Electorate)
            lines.AddRange(Wrap($"  {elector.Member}  {elector.DisplayName.PadRight(width)}  ", new(' ', width + 9), DocumentText.Say(elector)));
        lines.AddRange(["", $"The text and the electorate are entry {decision.Recorded.Revision} of the record, at", $"    {DocumentText.Entry(decision)}"]);
        lines.AddRange(["The record's hash at that entry, which covers it and all before it, is SHA-256", $"    {decision.Hash}"]);
        lines.AddRange(["Whether the record still has it, the Consensus service tells at", $"    {DocumentText.Check(decision)}", ""]);
        return string.Join('\n', lines);
    }

    /// <summary>Wraps a text between words. A word that is longer than a line is not broken.</summary>
    private static IEnumerable<string> Wrap(string first, string others, string text)
    {
        var line = new StringBuilder(first);
        var isEmpty = true;
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear().Append(others);
                isEmpty = true;
            }
            line.Append(isEmpty ? "" : " ").Append(word);
            isEmpty = false;
        }
        yield return line.ToString().TrimEnd();
    }
}
