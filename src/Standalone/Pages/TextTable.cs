namespace NatoServices.Standalone.Pages;

/// <summary>Plain text that is right in a terminal and in a log file alike.</summary>
internal static class TextTable
{
    /// <summary>The widest line.</summary>
    public const int Width = 110;

    /// <summary>Rows in columns, each as wide as its longest cell; what doesn't fit the line is cut, and shown to be.</summary>
    public static IEnumerable<string> Rows(string indent, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) return [];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => Cut(indent + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    /// <summary>At most so many rows, and a line that says how many more there are.</summary>
    public static IEnumerable<string> Rows(string indent, IReadOnlyList<string[]> rows, int most) =>
        rows.Count <= most ? Rows(indent, rows) : Rows(indent, [.. rows.Take(most)]).Append($"{indent}… and {rows.Count - most} more");

    /// <summary>A text broken between words; the lines after the first are indented further.</summary>
    public static IEnumerable<string> Wrap(string indent, string text) => Wrap(indent, text.Split(' '));

    /// <summary>A text of these words, which may have blanks in them, broken as <see cref="Wrap(string, string)"/> does.</summary>
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
