using Google.Protobuf;
using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

/// <summary>A command on a selection that is there, which is decided on facts of other services.</summary>
internal abstract class SelectionCommandHandler<TRequest, TReply, TFacts>(CommandPipeline<Selection, SelectionEvent> pipeline)
    : CommandHandler<TRequest, TReply, Selection, SelectionEvent, TFacts>(pipeline) where TRequest : IMessage where TFacts : class
{
    public sealed override string StreamOf(TRequest request) => Selections.StreamOf(SelectionOf(request));

    /// <summary>Decides; an id that no selection can have is a violation like any other.</summary>
    public sealed override Ruling<SelectionEvent> Decide(Command<TRequest> command, Selection state, TFacts? facts, DateTimeOffset now)
    {
        var violations = new Violations();
        violations.Id("selection", SelectionOf(command.Request));
        return violations.Join(Decide(command, state.Named(SelectionOf(command.Request)), facts, violations, now));
    }

    /// <summary>The selection's id.</summary>
    protected abstract string SelectionOf(TRequest request);

    /// <summary>Decides, noting what is wrong with the request beside what the rules find.</summary>
    protected abstract Ruling<SelectionEvent> Decide(
        Command<TRequest> command, Selection state, TFacts? facts, Violations violations, DateTimeOffset now);
}

/// <summary>A command on a selection that is there, which is decided without facts of other services.</summary>
internal abstract class SelectionCommandHandler<TRequest, TReply>(CommandPipeline<Selection, SelectionEvent> pipeline)
    : SelectionCommandHandler<TRequest, TReply, NoFacts>(pipeline) where TRequest : IMessage
{
    public sealed override ValueTask<NoFacts?> CachedFactsAsync(TRequest request, CancellationToken cancellation) => new(NoFacts.Instance);

    public sealed override ValueTask<Answer<NoFacts>> FreshFactsAsync(TRequest request, CancellationToken cancellation) => new(NoFacts.Instance);

    protected sealed override Ruling<SelectionEvent> Decide(
        Command<TRequest> command, Selection state, NoFacts? facts, Violations violations, DateTimeOffset now) =>
        Decide(command.Request, state, violations, now);

    /// <summary>Decides, noting what is wrong with the request beside what the rules find.</summary>
    protected abstract Ruling<SelectionEvent> Decide(TRequest request, Selection state, Violations violations, DateTimeOffset now);
}
