using NatoServices.Consensus.Upstream;

namespace NatoServices.Consensus.Handlers;

/// <summary>Reads the facts about a candidate of a selection. The selection's state gives the vacancy.</summary>
internal sealed class SelectionFacts(AggregateStore<Selection, SelectionEvent> store, FactsReader facts)
{
    /// <summary>The cached facts; null if they are not known or the selection does not exist.</summary>
    public async ValueTask<Facts?> CachedAsync(string selection, string candidate, CancellationToken cancellation)
    {
        var state = await store.LoadFoldedAsync(Selections.StreamOf(selection), cancellation);
        return state.Opened is null ? null : await facts.CachedAsync(state.Vacancy, candidate, cancellation);
    }

    /// <summary>The newest facts from the services that own them. Neither a value nor a refusal if the selection does not exist.</summary>
    public async ValueTask<Answer<Facts>> FreshAsync(string selection, string candidate, CancellationToken cancellation)
    {
        var state = await store.LoadFoldedAsync(Selections.StreamOf(selection), cancellation);
        return state.Opened is null ? default : await facts.FreshAsync(state.Vacancy, candidate, cancellation);
    }
}
