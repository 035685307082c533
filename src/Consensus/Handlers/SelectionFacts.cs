using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Consensus.Upstream;
using NatoServices.Domain;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

/// <summary>The facts that a decision on a candidate of a selection rests on: the selection says of which vacancy.</summary>
internal sealed class SelectionFacts(AggregateStore<Selection, SelectionEvent> store, FactsReader facts)
{
    /// <summary>The facts as they were last known; null if they, or the selection, aren't known.</summary>
    public async ValueTask<Facts?> CachedAsync(string selection, string candidate, CancellationToken cancellation)
    {
        var state = await store.LoadFoldedAsync(Selections.StreamOf(selection), cancellation);
        return state.Opened is null ? null : await facts.CachedAsync(state.Vacancy, candidate, cancellation);
    }

    /// <summary>The facts as their owners have them now; null if the selection, and so its vacancy, isn't known.</summary>
    public async ValueTask<Answer<Facts>> FreshAsync(string selection, string candidate, CancellationToken cancellation)
    {
        var state = await store.LoadFoldedAsync(Selections.StreamOf(selection), cancellation);
        return state.Opened is null ? default : await facts.FreshAsync(state.Vacancy, candidate, cancellation);
    }
}
