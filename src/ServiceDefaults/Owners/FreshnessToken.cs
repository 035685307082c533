using NatoServices.Journal;
using NatoServices.Words;

namespace NatoServices.ServiceDefaults;

/// <summary>What a reading wants, as another service is asked for it.</summary>
public static class FreshnessToken
{
    /// <summary>The token that asks for it; empty if any revision will do.</summary>
    public static string TokenOf(this Freshness want, string stream) => want.AtLeast == 0 ? "" : RevisionToken.Of(stream, want.AtLeast).ToString();
}
