using Nato.Consensus.V1;
using NatoServices.Consensus.Silences;
using NatoServices.ServiceDefaults;
using Roster = NatoServices.Domain.Roster;

namespace NatoServices.Consensus.Handlers;

/// <summary>
/// Handles breaks of silence. A member must not miss the deadline because Members is unavailable. If Members does not answer, a break by a
/// member of the electorate at the opening of the silence is accepted without the roster, and any other break is refused as UNAVAILABLE.
/// </summary>
internal sealed class BreakSilenceHandler(
    CommandPipeline<Selection, SelectionEvent> pipeline, AggregateStore<Selection, SelectionEvent> store, RosterClient rosters, TimeProvider clock,
    Timings timings, [FromKeyedServices(Clocks.Machine)] TimeProvider machine)
    : SelectionCommandHandler<BreakSilenceRequest, BreakSilenceResponse, Roster>(pipeline, request => request.Selection)
{
    public override string? ConfidenceOf(BreakSilenceRequest request, string actor) => SilenceWire.Confidence(request, actor);

    public override async ValueTask<Answer<Roster>> FreshFactsAsync(BreakSilenceRequest request, CancellationToken cancellation)
    {
        var state = (await store.LoadAsync(Selections.StreamOf(request.Selection), default, cancellation)).State;
        var left = state.FindSilence(request.Silence) is { } silence ? silence.Deadline.At - clock.GetUtcNow() : TimeSpan.Zero;
        using var timeout = new CancellationTokenSource(TimeoutOf(left, timings.BreakSilenceRoster), machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        // If Members fails or does not answer in time, this must not fail the break.
        return await rosters.TryReadNewestAsync(either.Token);
    }

    public override bool CanDecideWithoutFacts(BreakSilenceRequest request, Selection state) =>
        state.FindSilence(request.Silence) is { } silence && silence.Electorate.Contains(request.Member);

    /// <summary>
    /// How long to wait for Members: at most half of the time until the deadline. The break must be recorded before the deadline, so the
    /// other half is left for deciding and recording.
    /// </summary>
    internal static TimeSpan TimeoutOf(TimeSpan left, TimeSpan longest) => left > TimeSpan.Zero && left / 2 < longest ? left / 2 : longest;

    protected override Ruling<SelectionEvent> Decide(
        Command<BreakSilenceRequest> command, Selection state, Roster? facts, Violations violations, DateTimeOffset now) =>
        state.Decide(SilenceWire.Command(command.Request, command.Confidence), facts, now);

    public override ValueTask<BreakSilenceResponse> ReplyAsync(BreakSilenceRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new BreakSilenceResponse { Silence = SilenceWire.Entered(after, request.Silence), RevisionToken = after.Token });
}
