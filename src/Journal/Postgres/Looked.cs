namespace NatoServices.Journal.Postgres;

/// <summary>The answer of <see cref="WriterConnection.Look"/>.</summary>
/// <param name="heads">By stream.</param>
/// <param name="requests">The last entries of known requests.</param>
/// <param name="lost">The leases that were lost.</param>
/// <param name="onRecord">The entries, of those that the query asked for, that are on record.</param>
internal sealed class Looked(
    Dictionary<string, Head> heads, ILookup<(string Stream, string Request), JournalEntry> requests,
    HashSet<(string Id, long Taking)> lost, HashSet<(string Stream, long Revision)> onRecord)
{
    public Head HeadOf(string stream) => heads.GetValueOrDefault(stream, Head.None);

    public JournalEntry? Find(string stream, string request) => requests[(stream, request)].FirstOrDefault();

    public bool IsLost(DueWork work) => lost.Contains((work.Id, work.Taking));

    public bool Has(JournalEntry entry) => onRecord.Contains((entry.Stream, entry.Revision));
}
