namespace NatoServices.Consensus.Rules;

/// <summary>How many electors had stated what when a decision was taken. The other numbers add up to the first.</summary>
public sealed record Tally(int Electorate, int Supports, int NoObjection, int Conditional, int NoPosition, int Objects, int SaidNothing)
{
    /// <summary>Counts the electors of a decision.</summary>
    public static Tally Of(IReadOnlyCollection<Elector> electors)
    {
        return new(
            electors.Count, In(Bucket.Supports), In(Bucket.NoObjection), In(Bucket.Conditional), In(Bucket.NoPosition), In(Bucket.Objects),
            In(Bucket.NotRecorded));

        int In(Bucket bucket) => electors.Count(e => e.Bucket == bucket);
    }
}
