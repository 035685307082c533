namespace NatoServices.Aggregates;

/// <summary>
/// Lists streams of one kind. Their names are a prefix and an id: <c>slate/</c> with the vacancy's id, <c>selection/</c> with the
/// selection's.
/// </summary>
public static class Listing
{
    /// <summary>
    /// The stream name of an id. A malformed id gives the bare prefix, a stream that stays empty; the rules then report what is wrong with
    /// the id.
    /// </summary>
    public static string StreamOf(string prefix, string id) => prefix + (Ids.IsWellFormed(id) ? id : "");

    /// <summary>
    /// A page of the streams with a prefix, ordered by id, each at its newest state. Every stream in the revision token of the reading must have
    /// reached its revision, on this page or not; refused with <see cref="RevisionNotReached"/>.
    /// </summary>
    public static async Task<Answer<Listed<TState>>> ListAsync<TState, TEvent>(
        this AggregateStore<TState, TEvent> store, string prefix, Reading reading, CancellationToken cancellation)
        where TState : class where TEvent : class
    {
        foreach (var (named, _) in reading.AtLeast.Revisions.Where(r => IsOne(prefix, r.Stream)))
            if ((await store.ReadAsync(named, reading, cancellation)).Refusal is { } behind) return behind;
        var streams = await store.Journal.ListStreamsAsync(prefix, StreamOf(prefix, reading.Page.After), reading.Page.Size + 1, cancellation);
        var shown = streams.Take(Math.Min(reading.Page.Size, RevisionToken.Fitting(streams))).ToList();
        var next = shown.Count < streams.Count ? Page.TokenOf(shown[^1][prefix.Length..]) : "";
        var snapshots = new List<Snapshot<TState>>();
        foreach (var stream in shown)
        {
            var snapshot = await store.ReadAsync(stream, reading, cancellation);
            if (snapshot.Refusal is not null) return snapshot.Refusal;
            snapshots.Add(snapshot.Value!);
        }
        return new Listed<TState>(snapshots, next);
    }

    private static bool IsOne(string prefix, string stream) =>
        stream.StartsWith(prefix, StringComparison.Ordinal) && Ids.IsWellFormed(stream[prefix.Length..]);
}

/// <summary>A page of streams, each at its newest state, and the token of the next page; empty if there is none.</summary>
public sealed record Listed<TState>(IReadOnlyList<Snapshot<TState>> Snapshots, string NextPageToken) where TState : class
{
    /// <summary>The revision token of all streams on the page; empty if there are none.</summary>
    public string RevisionToken =>
        Snapshots.Count == 0 ? "" : new RevisionToken([.. Snapshots.Select(s => (s.Stream, s.Revision))]).ToString();
}
