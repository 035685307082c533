using NatoServices.Journal;
using NatoServices.Words;

namespace NatoServices.ServiceDefaults;

/// <summary>Streams of one kind, named by a prefix and an id: <c>slate/</c> and the vacancy's, <c>selection/</c> and the selection's.</summary>
public static class Listing
{
    /// <summary>The stream of an id. A malformed id has one too, which stays empty: the rules say what is wrong with the id.</summary>
    public static string StreamOf(string prefix, string id) => prefix + (Ids.IsWellFormed(id) ? id : "");

    /// <summary>A page of them, by id, each at its newest state.</summary>
    /// <param name="ledger">Where they are.</param>
    /// <param name="prefix">Begins their names.</param>
    /// <param name="page">Which page.</param>
    /// <param name="reading">How fresh: whatever its token speaks of must have come that far, on the page or not.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The page, and the token of the next one; empty if there is none.</returns>
    /// <exception cref="RefusalException"><see cref="RevisionNotReached"/>.</exception>
    public static async Task<(IReadOnlyList<Snapshot<TState>> Snapshots, string NextToken)> ListAsync<TState, TEvent>(
        this Ledger<TState, TEvent> ledger, string prefix, Page page, Reading reading, CancellationToken cancellation)
        where TState : class where TEvent : class
    {
        foreach (var (named, _) in reading.AtLeast.Revisions.Where(r => IsOne(prefix, r.Stream)))
            await ledger.ReadAsync(named, reading.Of(named), cancellation);
        var streams = await ledger.Journal.ListStreamsAsync(prefix, StreamOf(prefix, page.After), page.Size + 1, cancellation);
        var (shown, next) = page.Cut(streams, stream => stream[prefix.Length..]);
        var snapshots = new List<Snapshot<TState>>();
        foreach (var stream in shown) snapshots.Add(await ledger.ReadAsync(stream, reading.Of(stream), cancellation));
        return (snapshots, next);
    }

    private static bool IsOne(string prefix, string stream) =>
        stream.StartsWith(prefix, StringComparison.Ordinal) && Ids.IsWellFormed(stream[prefix.Length..]);
}
