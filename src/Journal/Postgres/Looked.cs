namespace NatoServices.Journal.Postgres;

/// <summary>The answer of <see cref="WriterConnection.Look"/>.</summary>
internal sealed class Looked
{
    private readonly Dictionary<string, Head> heads = new(StringComparer.Ordinal);

    private readonly Dictionary<(string Stream, string Request), JournalEntry> requests = [];

    private readonly HashSet<(string Id, long Taking)> lost = [];

    private readonly HashSet<(string Stream, long Revision)> onRecord = [];

    public void Add(string stream, Head head) => heads[stream] = head;

    public void Add(JournalEntry lastOfRequest) => requests[(lastOfRequest.Stream, lastOfRequest.Request!.Id)] = lastOfRequest;

    public void AddLost(string id, long taking) => lost.Add((id, taking));

    public void AddOnRecord(string stream, long revision) => onRecord.Add((stream, revision));

    public Head HeadOf(string stream) => heads.GetValueOrDefault(stream, Head.None);

    public JournalEntry? Find(string stream, string request) => requests.GetValueOrDefault((stream, request));

    public bool IsLost(DueWork work) => lost.Contains((work.Id, work.Taking));

    /// <summary>Whether exactly this entry is on record. Only entries that the query asked for are found.</summary>
    public bool Has(JournalEntry lost) => onRecord.Contains((lost.Stream, lost.Revision));
}
