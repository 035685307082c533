using System.Text;

namespace NatoServices.Domain;

/// <summary>Readable ids of vacancies, candidates and selections, and names without diacritics.</summary>
public static class Ids
{
    private const int MaxLength = 63;

    /// <summary>Maps each non-ASCII letter to its ASCII spelling.</summary>
    /// <remarks>A table, because the runtime can decompose letters only if ICU is installed.</remarks>
    private static readonly Dictionary<char, string> Plain = new (string Letters, string Written)[]
    {
        ("àáâãäåāăąǎ", "a"), ("æ", "ae"), ("çćĉċč", "c"), ("ďđð", "d"), ("èéêëēĕėęě", "e"), ("ĝğġģǧ", "g"), ("ĥħ", "h"),
        ("ìíîïĩīĭįıǐİ", "i"), ("ĵ", "j"), ("ķ", "k"), ("ĺļľŀł", "l"), ("ñńņňŋ", "n"), ("òóôõöøōŏőǒ", "o"), ("œ", "oe"),
        ("ŕŗř", "r"), ("śŝşšș", "s"), ("ß", "ss"), ("ţťŧț", "t"), ("þ", "th"), ("ùúûüũūŭůűųǔ", "u"), ("ŵ", "w"),
        ("ýÿŷ", "y"), ("źżž", "z"),
    }.SelectMany(p => p.Letters.Select(l => (l, p.Written))).ToDictionary(p => p.l, p => p.Written);

    /// <summary>Whether the id has 1 to 63 characters of a–z, 0–9 and '-', and starts and ends with a letter or digit.</summary>
    public static bool IsWellFormed(string? id) =>
        id is { Length: >= 1 and <= MaxLength }
        && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && id[0] != '-' && id[^1] != '-';

    /// <summary>Converts a name to lower case and removes diacritics, so that "Kariņš" and "Karins" are equal.</summary>
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var letter in name.ToLowerInvariant())
            if (Plain.TryGetValue(letter, out var written)) folded.Append(written);
            else if (!IsCombining(letter)) folded.Append(letter);
        return folded.ToString();
    }

    /// <summary>Whether the character modifies the letter before it: "ņ" can be encoded as "n" and a combining cedilla.</summary>
    private static bool IsCombining(char c) => c is >= '\u0300' and <= '\u036F';

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
