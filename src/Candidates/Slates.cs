namespace NatoServices.Candidates;

internal static class Slates
{
    public const string Prefix = "slate/";

    public static string StreamOf(string vacancy) => Listing.StreamOf(Prefix, vacancy);
}
