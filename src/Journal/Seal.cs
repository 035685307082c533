using System.Security.Cryptography;
using System.Text;

namespace NatoServices.Journal;

/// <summary>
/// Protects a text that is stored beside an entry's body. The writers use the text; readers do not see it. The body, which is hashed,
/// contains the text's seal. So a change of the text is detected, but it can be erased without breaking the hash chain.
/// </summary>
public static class Seal
{
    /// <summary>The seal of a text: SHA-256 of its UTF-8, in lower-case hexadecimal.</summary>
    public static string Of(string @sealed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(@sealed)));

    /// <summary>Whether <paramref name="body"/> contains the seal of the text; true if there is no text.</summary>
    internal static bool Holds(string body, string? @sealed) => @sealed is null || body.Contains(Of(@sealed), StringComparison.Ordinal);
}
