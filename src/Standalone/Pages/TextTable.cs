namespace NatoServices.Standalone.Pages;

/// <summary>Plain text that suits both a terminal and a log file.</summary>
internal static class TextTable
{
    public const int Width = 110;

    /// <summary>Rows in columns, each as wide as its longest cell. A line that is too long is cut and ends with an ellipsis.</summary>
    public static IEnumerable<string> Rows(string indent, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) return [];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => Cut(indent + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    /// <summary>At most <paramref name="most"/> rows, and a line with the number of rows left out.</summary>
    public static IEnumerable<string> Rows(string indent, IReadOnlyList<string[]> rows, int most) =>
        rows.Count <= most ? Rows(indent, rows) : Rows(indent, [.. rows.Take(most)]).Append($"{indent}… and {rows.Count - most} more");

    /// <summary>Wraps a text between words. Continuation lines are indented further.</summary>
    public static IEnumerable<string> Wrap(string indent, string text) => Wrap(indent, text.Split(' '));

    /// <summary>Wraps like <see cref="Wrap(string, string)"/>, between the given words. A word may contain spaces.</summary>
    public static IEnumerable<string> Wrap(string indent, IEnumerable<string> words)
    {
        var line = indent;
        foreach (var word in words)
        {
            var isFirst = line.Length == line.TakeWhile(c => c == ' ').Count();
            if (!isFirst && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = $"{indent}    {word}";
            }
            else line = isFirst ? line + word : $"{line} {word}";
        }
        yield return line;
    }

    private static string Cut(string line) => line.Length <= Width ? line : line[..(Width - 1)] + "…";
}
