using System.Collections.Concurrent;

namespace NatoServices.Aggregates;

/// <summary>
/// The optimistic write: decided on the cached state, without a database query. Its append succeeds only if the stream has not moved.
/// </summary>
public sealed partial class AggregateStore<TState, TEvent>
{
    private readonly ConcurrentDictionary<string, PendingWrite> underway = new(StringComparer.Ordinal);

    /// <summary>
    /// Decides on the cached state and appends the events. The next writer in this process decides on the result before it is committed, so
    /// that both appends share one durable commit.
    /// </summary>
    /// <returns>
    /// The state right after the request's last entry. Null if nothing is cached, if the rule refuses or yields no events, or if another
    /// writer was faster: then call <see cref="WriteAsync"/>.
    /// </returns>
    public async Task<Snapshot<TState>?> TryWriteAsync(
        string stream, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation = default)
    {
        PendingWrite? begun;
        using (await turns.TakeAsync(stream, cancellation)) begun = TryBegin(stream, author, decide, cancellation);
        return begun is null ? null : await begun.Outcome;
    }

    /// <summary>Starts an append that is decided on the pending or cached state; null if it cannot be decided on that.</summary>
    private PendingWrite? TryBegin(
        string stream, Author author, Func<TState, DateTimeOffset, Ruling<TEvent>> decide, CancellationToken cancellation)
    {
        var before = underway.GetValueOrDefault(stream) is { Outcome.IsCompleted: false } pending ? pending : null;
        if ((before?.Tentative ?? TryGetNewest(stream)) is not { } basis) return null;

        var (since, now) = (heads.Now, NowAfter(basis.Head.RecordedAt));
        var ruling = decide(basis.State, now);
        if (ruling.Refusal is not null || ruling.Events.Count == 0 || ruling.Before <= now) return null;

        var decided = DecidedOn(basis, author, ruling, now, before?.Progress);
        var tentative = ruling.Events.Aggregate(basis, (state, entered) =>
            state.With(new(state.Revision + 1, default, now), apply(state.State, new(state.Revision + 1, now, author.Actor, entered)), 0));
        var settling = SettleAsync(journal.AppendAsync(decided.Append, cancellation), decided, basis, before, since);
        var mine = new PendingWrite(tentative, decided.Append.Progress, settling);
        underway[stream] = mine;
        mine.Outcome.ContinueWith(
            _ => underway.TryRemove(new(stream, mine)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return mine;
    }

    private Snapshot<TState>? TryGetNewest(string stream) =>
        snapshots.TryGetFolded(stream) is { } folded && heads.Heard(stream).Revision <= folded.Revision ? folded : null;

    /// <summary>The state after an append; null if the append was not made and the write must be decided again.</summary>
    private async Task<Snapshot<TState>?> SettleAsync(
        Task<Appended> appending, Decided decided, Snapshot<TState> basis, PendingWrite? before, Moment since)
    {
        if (await appending is not Appended.Committed committed) return null;
        if (before is null) return Entered(basis, decided, committed, since);
        await ((Task)before.Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // This append is committed, so the one that it builds on is committed too, even if that one's own outcome is unknown.
        if (before.Outcome is { IsCompletedSuccessfully: true, Result: { } entered }) return Entered(entered, decided, committed, since);
        var last = committed.Entries[^1];
        heads.Learn(last, since);
        return await AnswerAsync(last, CancellationToken.None);
    }

    /// <summary>An append that is decided but not committed yet.</summary>
    /// <param name="Tentative">
    /// The state if the append succeeds. Its head has the time of the decision, not yet the hash and the time of the commit.
    /// </param>
    /// <param name="Progress">How far the append is; the append that builds on this one refers to it.</param>
    /// <param name="Outcome">The state after the committed append; null if it was not committed.</param>
    private sealed record PendingWrite(Snapshot<TState> Tentative, AppendProgress Progress, Task<Snapshot<TState>?> Outcome);
}
