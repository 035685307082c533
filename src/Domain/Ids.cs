using System.Globalization;
using System.Text;
using ADRaffy.ENSNormalize;

namespace NatoServices.Domain;

/// <summary>Readable ids of vacancies, candidates and selections, and names without diacritics.</summary>
public static class Ids
{
    private const int MaxLength = 63;

    /// <summary>The ASCII spelling of letters that have none among their parts.</summary>
    private static readonly Dictionary<char, string> Plain = new()
    {
        ['æ'] = "ae",
        ['ð'] = "d",
        ['đ'] = "d",
        ['ħ'] = "h",
        ['ı'] = "i",
        ['ŀ'] = "l",
        ['ł'] = "l",
        ['ŋ'] = "n",
        ['ø'] = "o",
        ['œ'] = "oe",
        ['ß'] = "ss",
        ['ŧ'] = "t",
        ['þ'] = "th",
    };

    /// <summary>Whether the id has 1 to 63 characters of a–z, 0–9 and '-', and starts and ends with a letter or digit.</summary>
    public static bool IsWellFormed(string? id) =>
        id is { Length: >= 1 and <= MaxLength }
        && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && id[0] != '-' && id[^1] != '-';

    /// <summary>
    /// Makes spellings of a name equal: composed and decomposed letters, upper and lower case, with and without accents, in any script.
    /// "Kariņš" and "KARINS" are equal, and so are both spellings of "Nguyễn".
    /// </summary>
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        // Upper case first: the Greek sigma has two forms in lower case.
        foreach (var letter in Decompose(name).ToUpperInvariant().ToLowerInvariant())
            if (Plain.TryGetValue(letter, out var written)) folded.Append(written);
            else if (!IsAccent(letter)) folded.Append(letter);
        return folded.ToString();
    }

    /// <summary>The words of a name, folded; empty if there is no letter and no digit in it.</summary>
    public static IReadOnlyList<string> WordsOf(string name)
    {
        var folded = Fold(name).Select(c => IsLetter(c) || IsSign(c) ? c : ' ').ToArray();
        return [.. new string(folded).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Any(IsLetter))];
    }

    /// <summary>Whether the character is a letter or a digit, or half of one beyond the first 65,536 characters.</summary>
    private static bool IsLetter(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c);

    /// <summary>Whether the character belongs to the letter before it and is no accent: a vowel sign, or part of a decomposed letter.</summary>
    private static bool IsSign(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Splits letters into their parts. The runtime itself can only do so where ICU is installed.</summary>
    private static string Decompose(string text) => text.All(char.IsAscii) ? text : ENSNormalize.NF.NFD(text);

    /// <summary>
    /// Whether the character is an accent of the letter before it, and no letter of its own: the marks of Latin, Greek and Cyrillic, and the
    /// points and vowel signs that Hebrew and Arabic may leave out. The vowel signs of Indic scripts are letters.
    /// </summary>
    private static bool IsAccent(char c) => c is
        >= '\u0300' and <= '\u036F' or >= '\u1AB0' and <= '\u1AFF' or >= '\u1DC0' and <= '\u1DFF' or >= '\u20D0' and <= '\u20FF' or >= '\uFE20' and <= '\uFE2F'
        or >= '\u0483' and <= '\u0489' or >= '\u0591' and <= '\u05BD' or '\u05BF' or '\u05C1' or '\u05C2' or '\u05C4' or '\u05C5' or '\u05C7'
        or >= '\u064B' and <= '\u065F' or '\u0670';

    /// <summary>Makes an id from a text: "Krišjānis Kariņš" gives "krisjanis-karins". Empty if no letter or digit is left.</summary>
    public static string From(string text)
    {
        var id = new StringBuilder();
        foreach (var c in Fold(text))
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) id.Append(c);
            else if (id.Length > 0 && id[^1] != '-') id.Append('-');
        return id.ToString(0, Math.Min(id.Length, MaxLength)).Trim('-');
    }
}
