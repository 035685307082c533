using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Consensus.Rules;
using NatoServices.Consensus.Silences;
using NatoServices.Domain;
using Roster = NatoServices.Domain.Roster;
using Selection = NatoServices.Consensus.Rules.Selection;

namespace NatoServices.Consensus.Handlers;

/// <summary>
/// A break of silence. A member must not lose its say because Members is away while the deadline comes: whoever was a member when the
/// silence was opened breaks it without the roster. Anybody else waits for Members.
/// </summary>
internal sealed class BreakSilenceHandler(
    CommandPipeline<Selection, SelectionEvent> pipeline, AggregateStore<Selection, SelectionEvent> store, RosterClient rosters, TimeProvider clock)
    : SelectionCommandHandler<BreakSilenceRequest, BreakSilenceResponse, Roster>(pipeline)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public override string? ConfidenceOf(BreakSilenceRequest request, string actor) => SilenceWire.Confidence(request, actor);

    public override async ValueTask<Answer<Roster>> FreshFactsAsync(BreakSilenceRequest request, CancellationToken cancellation)
    {
        var state = (await store.LoadAsync(Selections.StreamOf(request.Selection), default, cancellation)).State;
        var left = state.FindSilence(request.Silence) is { } silence ? silence.Deadline.At - clock.GetUtcNow() : TimeSpan.Zero;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(PatienceOf(left));
        // If it hangs, or fails otherwise, the member that breaks silence is not to suffer for it.
        return await rosters.TryReadNewestAsync(patience.Token);
    }

    public override bool CanDecideWithoutFacts(BreakSilenceRequest request, Selection state) =>
        state.FindSilence(request.Silence) is { } silence && silence.Electorate.Contains(request.Member);

    /// <summary>
    /// How long to wait for Members: half of what is left at most. A break is in time or not by the moment at which it is decided on, so
    /// the other half is there to decide and to enter.
    /// </summary>
    internal static TimeSpan PatienceOf(TimeSpan left) => left > TimeSpan.Zero && left / 2 < Longest ? left / 2 : Longest;

    protected override string SelectionOf(BreakSilenceRequest request) => request.Selection;

    protected override Ruling<SelectionEvent> Decide(
        Command<BreakSilenceRequest> command, Selection state, Roster? facts, Violations violations, DateTimeOffset now) =>
        state.Decide(SilenceWire.Command(command.Request, command.Confidence), facts, now);

    public override ValueTask<BreakSilenceResponse> ReplyAsync(BreakSilenceRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new BreakSilenceResponse { Silence = SilenceWire.Entered(after, request.Silence), RevisionToken = ConsensusWire.Token(after) });
}
