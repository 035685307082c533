
namespace NatoServices.Journal.Postgres;

/// <summary>What a group brings to one stream: its appends, in order, are entered on the head that they were ruled on, or none is.</summary>
internal sealed class StreamShare(string stream)
{
    private readonly List<PostgresAppend> entering = [];

    public string Stream => stream;

    public List<PostgresAppend> Appends { get; } = [];

    /// <summary>Those that come to entries which are to be sent.</summary>
    public IReadOnlyList<PostgresAppend> Entering => entering;

    /// <summary>The head that they stand on.</summary>
    public Head From { get; private set; }

    /// <summary>The head after them.</summary>
    public Head To { get; private set; }

    /// <summary>Whether all come to entries: anything else is only told by what the database has.</summary>
    public bool AllEnter => entering.Count == Appends.Count;

    /// <summary>Rules on its appends, one upon the other.</summary>
    /// <param name="head">The head of the stream.</param>
    /// <param name="looked">What the database has; null if nobody looked.</param>
    /// <param name="now">This moment.</param>
    public void Rule(Head head, Looked? looked, DateTimeOffset now)
    {
        (From, To) = (head, head);
        entering.Clear();
        foreach (var append in Appends)
        {
            append.Rule(To, KnownTo(append, looked), looked, now);
            // What turned out to be on record already does not stand on this head.
            if (append.Entries is not [var first, ..] || first.Revision != To.Revision + 1) continue;
            entering.Add(append);
            To = Head.At(append.Entries[^1]);
        }
    }

    private JournalEntry? KnownTo(PostgresAppend append, Looked? looked) =>
        append.Append.Request is not { } request
            ? null
            : looked?.Find(stream, request.Id)
                ?? entering.Select(earlier => earlier.Entries[^1]).FirstOrDefault(last => last.Request?.Id == request.Id);
}
