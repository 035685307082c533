namespace NatoServices.Journal.Postgres;

/// <summary>A group's appends to one stream. They are entered in order, all or none, on the head that they were ruled on.</summary>
internal sealed class StreamShare(string stream)
{
    public string Stream => stream;

    public List<PostgresAppend> Appends { get; } = [];

    public List<PostgresAppend> Entering { get; } = [];

    public Head From { get; private set; }

    public Head To { get; private set; }

    /// <summary>Whether all appends have entries to send. Any other result must be based on what the database has.</summary>
    public bool AllEnter => Entering.Count == Appends.Count;

    /// <summary>Rules on the appends in order; <paramref name="looked"/> is null if the database was not queried.</summary>
    public void Rule(Head head, Looked? looked, DateTimeOffset now)
    {
        (From, To) = (head, head);
        Entering.Clear();
        foreach (var append in Appends)
        {
            append.Rule(To, KnownTo(append, looked), looked, now);
            // Entries that turned out to be on record already do not follow this head, and are not sent again.
            if (append.Entries is not [var first, ..] || first.Revision != To.Revision + 1) continue;
            Entering.Add(append);
            To = Head.At(append.Entries[^1]);
        }
    }

    private JournalEntry? KnownTo(PostgresAppend append, Looked? looked) =>
        append.Append.Request is not { } request
            ? null
            : looked?.Find(stream, request.Id)
                ?? Entering.Select(earlier => earlier.Entries[^1]).FirstOrDefault(last => last.Request?.Id == request.Id);
}
