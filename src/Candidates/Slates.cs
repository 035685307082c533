using NatoServices.Aggregates;

namespace NatoServices.Candidates;

/// <summary>The streams that Candidates keeps.</summary>
internal static class Slates
{
    /// <summary>Begins their names.</summary>
    public const string Prefix = "slate/";

    /// <summary>The stream of a vacancy.</summary>
    public static string StreamOf(string vacancy) => Listing.StreamOf(Prefix, vacancy);
}
