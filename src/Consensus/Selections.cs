using NatoServices.Aggregates;

namespace NatoServices.Consensus;

/// <summary>The streams that Consensus keeps.</summary>
internal static class Selections
{
    /// <summary>Begins their names.</summary>
    public const string Prefix = "selection/";

    /// <summary>The stream of a selection.</summary>
    public static string StreamOf(string selection) => Listing.StreamOf(Prefix, selection);
}
