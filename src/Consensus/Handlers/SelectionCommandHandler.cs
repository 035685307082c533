using Google.Protobuf;

namespace NatoServices.Consensus.Handlers;

/// <summary>Base class of commands on an existing selection that need facts of other services.</summary>
internal abstract class SelectionCommandHandler<TRequest, TReply, TFacts>(
    CommandPipeline<Selection, SelectionEvent> pipeline, Func<TRequest, string> selectionOf)
    : CommandHandler<TRequest, TReply, Selection, SelectionEvent, TFacts>(pipeline) where TRequest : IMessage where TFacts : class
{
    public sealed override string StreamOf(TRequest request) => Selections.StreamOf(selectionOf(request));

    /// <summary>Decides the command. A malformed selection id is reported together with the other violations.</summary>
    public sealed override Ruling<SelectionEvent> Decide(Command<TRequest> command, Selection state, TFacts? facts, DateTimeOffset now)
    {
        var (id, violations) = (selectionOf(command.Request), new Violations());
        violations.Id("selection", id);
        return violations.Join(Decide(command, state.Named(id), facts, violations, now));
    }

    /// <summary>Decides the command and adds violations of the request that the rules do not check.</summary>
    protected abstract Ruling<SelectionEvent> Decide(
        Command<TRequest> command, Selection state, TFacts? facts, Violations violations, DateTimeOffset now);
}

/// <summary>Base class of commands on an existing selection that need no facts of other services.</summary>
internal abstract class SelectionCommandHandler<TRequest, TReply>(
    CommandPipeline<Selection, SelectionEvent> pipeline, Func<TRequest, string> selectionOf)
    : SelectionCommandHandler<TRequest, TReply, NoFacts>(pipeline, selectionOf) where TRequest : IMessage
{
    public sealed override ValueTask<NoFacts?> CachedFactsAsync(TRequest request, CancellationToken cancellation) => new(NoFacts.Instance);

    public sealed override ValueTask<Answer<NoFacts>> FreshFactsAsync(TRequest request, CancellationToken cancellation) => new(NoFacts.Instance);

    protected sealed override Ruling<SelectionEvent> Decide(
        Command<TRequest> command, Selection state, NoFacts? facts, Violations violations, DateTimeOffset now) =>
        Decide(command.Request, state, violations, now);

    /// <summary>Decides the command and adds violations of the request that the rules do not check.</summary>
    protected abstract Ruling<SelectionEvent> Decide(TRequest request, Selection state, Violations violations, DateTimeOffset now);
}
