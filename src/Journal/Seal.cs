using System.Security.Cryptography;
using System.Text;

namespace NatoServices.Journal;

/// <summary>
/// Vouches for a text that is kept beside an entry's body, for its writers and not for its readers: the body, which is hashed,
/// names the text's seal. So the text can't be changed unnoticed, and yet it can be erased without breaking the chain.
/// </summary>
public static class Seal
{
    /// <summary>The seal of a text: SHA-256 of its UTF-8, in lower-case hexadecimal.</summary>
    public static string Of(string @sealed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(@sealed)));

    /// <summary>Whether <paramref name="body"/> names the seal of the text; no text needs none.</summary>
    internal static bool Holds(string body, string? @sealed) => @sealed is null || body.Contains(Of(@sealed), StringComparison.Ordinal);
}
