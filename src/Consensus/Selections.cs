namespace NatoServices.Consensus;

internal static class Selections
{
    public const string Prefix = "selection/";

    public static string StreamOf(string selection) => Listing.StreamOf(Prefix, selection);
}
