using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>Streams of one kind, named by a prefix and an id: <c>slate/</c> and the vacancy's, <c>selection/</c> and the selection's.</summary>
public static class Listing
{
    /// <summary>The stream of an id. A malformed id has one too, which stays empty: the rules say what is wrong with the id.</summary>
    public static string StreamOf(string prefix, string id) => prefix + (Ids.IsWellFormed(id) ? id : "");

    /// <summary>A page of them, by id, each at its newest state.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="prefix">Begins their names.</param>
    /// <param name="reading">Which page, and how fresh: whatever its token speaks of must have come that far, on the page or not.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The page, or <see cref="RevisionNotReached"/>.</returns>
    public static async Task<Answer<Listed<TState>>> ListAsync<TState, TEvent>(
        this AggregateStore<TState, TEvent> store, string prefix, Reading reading, CancellationToken cancellation)
        where TState : class where TEvent : class
    {
        foreach (var (named, _) in reading.AtLeast.Revisions.Where(r => IsOne(prefix, r.Stream)))
            if ((await store.ReadAsync(named, reading, cancellation)).Refusal is { } behind) return behind;
        var streams = await store.Journal.ListStreamsAsync(prefix, StreamOf(prefix, reading.Page.After), reading.Page.Size + 1, cancellation);
        var (shown, next) = reading.Page.Cut(streams, stream => stream[prefix.Length..]);
        var snapshots = new List<Snapshot<TState>>();
        foreach (var stream in shown)
        {
            var snapshot = await store.ReadAsync(stream, reading, cancellation);
            if (snapshot.Refusal is not null) return snapshot.Refusal;
            snapshots.Add(snapshot.Value!);
        }
        return new Listed<TState>(snapshots, next);
    }

    /// <summary>A stream, as fresh as a reading wants it; refused with <see cref="RevisionNotReached"/>.</summary>
    public static ValueTask<Answer<Snapshot<TState>>> ReadAsync<TState, TEvent>(
        this AggregateStore<TState, TEvent> store, string stream, Reading reading, CancellationToken cancellation)
        where TState : class where TEvent : class =>
        store.ReadAsync(stream, reading.Of(stream), cancellation);

    private static bool IsOne(string prefix, string stream) =>
        stream.StartsWith(prefix, StringComparison.Ordinal) && Ids.IsWellFormed(stream[prefix.Length..]);
}

/// <summary>A page of streams.</summary>
/// <param name="Snapshots">Each at its newest state.</param>
/// <param name="NextPageToken">The token of the next page; empty if there is none.</param>
public sealed record Listed<TState>(IReadOnlyList<Snapshot<TState>> Snapshots, string NextPageToken) where TState : class
{
    /// <summary>The revisions of all; empty if there are none.</summary>
    public string RevisionToken =>
        Snapshots.Count == 0 ? "" : new RevisionToken([.. Snapshots.Select(s => (s.Stream, s.Revision))]).ToString();
}
