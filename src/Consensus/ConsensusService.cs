using Google.Protobuf;
using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus.Owners;
using NatoServices.Consensus.Rules;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;
using NatoServices.Words;
using Selection = NatoServices.Consensus.Rules.Selection;
using Standing = NatoServices.Consensus.Rules.Standing;
using Wire = NatoServices.Consensus.ConsensusWire;

namespace NatoServices.Consensus;

/// <summary>The RPCs of <c>nato.consensus.v1.Consensus</c>: load → decide → append → answer.</summary>
internal sealed class ConsensusService(
    Ledger<Selection, SelectionEvent> ledger, RosterReader rosters, SlateReader slates, TimeProvider clock)
    : Nato.Consensus.V1.Consensus.ConsensusBase
{
    private const string Prefix = "selection/";

    public override async Task<OpenSelectionResponse> OpenSelection(OpenSelectionRequest request, ServerCallContext context)
    {
        var id = request.SelectionId is "" ? request.Vacancy : request.SelectionId;
        var post = Ids.IsWellFormed(request.Vacancy) ? await slates.NewestVacancyAsync(request.Vacancy, context.CancellationToken) : null;
        var opened = await ledger.WriteAsync(StreamOf(id), request, context, (state, _) => state.Decide(Wire.Command(request, id, post)));
        return new() { Selection = Wire.ToWire(opened, null), RevisionToken = Wire.Token(opened) };
    }

    public override async Task<GetSelectionResponse> GetSelection(GetSelectionRequest request, ServerCallContext context)
    {
        var reading = Wire.Reading(request, clock.GetUtcNow());
        var selection = await ReadAsync(request.Selection, reading, context);
        return new() { Selection = Wire.ToWire(selection, reading.KnownAt), RevisionToken = Wire.Token(selection) };
    }

    public override async Task<ListSelectionsResponse> ListSelections(ListSelectionsRequest request, ServerCallContext context)
    {
        var (reading, page) = Wire.Reading(request, clock.GetUtcNow());
        var streams = await ledger.Journal.ListStreamsAsync(Prefix, StreamOf(page.After), page.Size + 1, context.CancellationToken);
        var (shown, next) = page.Cut(streams, stream => stream[Prefix.Length..]);
        var selections = new List<Snapshot<Selection>>();
        foreach (var stream in shown) selections.Add(await ledger.ReadAsync(stream, reading.AtLeast.Of(stream), context.CancellationToken));
        return Wire.Reply(selections, next);
    }

    public override async Task<RecordPositionResponse> RecordPosition(RecordPositionRequest request, ServerCallContext context)
    {
        var facts = await FactsAsync(request.Selection, request.Candidate, context);
        var after = await WriteAsync(request.Selection, request, context, (state, now) => state.Decide(Wire.Command(request), facts, now));
        return new() { Position = Wire.ToWire(after.State.Positions.Find(p => p.Recorded.Revision == after.Revision)!), RevisionToken = Wire.Token(after) };
    }

    public override async Task<RetractPositionResponse> RetractPosition(RetractPositionRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(request.Selection, request, context, (state, _) => state.Decide(Wire.Command(request)));
        return new() { Position = Wire.ToWire(after.State.Positions.Find(p => p.Id == request.Position)!), RevisionToken = Wire.Token(after) };
    }

    public override async Task<DischargeConditionResponse> DischargeCondition(DischargeConditionRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(request.Selection, request, context, (state, now) => state.Decide(Wire.Command(request), now));
        return new() { Position = Wire.ToWire(after.State.Positions.Find(p => p.Id == request.Position)!), RevisionToken = Wire.Token(after) };
    }

    public override async Task<RecordClaimResponse> RecordClaim(RecordClaimRequest request, ServerCallContext context)
    {
        var facts = await FactsAsync(request.Selection, request.Candidate, context);
        var after = await WriteAsync(request.Selection, request, context, (state, now) => state.Decide(Wire.Command(request), facts, now));
        return new() { Claim = Wire.ToWire(after.State.Claims.Find(c => c.Recorded.Revision == after.Revision)!), RevisionToken = Wire.Token(after) };
    }

    public override async Task<GetStandingResponse> GetStanding(GetStandingRequest request, ServerCallContext context)
    {
        var now = clock.GetUtcNow();
        var reading = Wire.Reading(request, now);
        var selection = await ReadAsync(request.Selection, reading, context);
        var rosterAsked = rosters.ReadAsync(reading.KnownAt, request.AtLeastAsFresh, request.FullyConsistent, context.CancellationToken);
        var slate = await slates.ReadAsync(
            selection.State.Vacancy, request.Candidate, reading, request.AtLeastAsFresh, request.FullyConsistent, context.CancellationToken);
        var roster = await rosterAsked;
        if (slate is not var (candidate, slateToken)) throw new RefusalException(new CandidateUnknown(selection.State.Vacancy, request.Candidate));
        var standing = Standing.Of(selection.State, candidate, roster.Roster, reading.AsOf, reading.KnownAt, Wire.RuleOf(request, selection.State.Rule));
        return Wire.Reply(selection, standing, slateToken.And(roster.Token), now);
    }

    public override async Task<ListEntriesResponse> ListEntries(ListEntriesRequest request, ServerCallContext context)
    {
        var (reading, after, size) = Wire.Reading(request, clock.GetUtcNow());
        var selection = await ReadAsync(request.Selection, reading, context);
        var entries = ledger.Journal.ReadAsync(selection.Stream, after, Math.Min(selection.Revision, after + size), context.CancellationToken);
        return await Wire.ReplyAsync(selection, entries);
    }

    public override async Task<VerifyRecordResponse> VerifyRecord(VerifyRecordRequest request, ServerCallContext context)
    {
        var reading = Wire.Reading(request, clock.GetUtcNow());
        var stream = StreamOf(request.Selection);
        var head = await ledger.Journal.HeadAsync(stream, context.CancellationToken);
        if (head.Revision == 0) throw new RefusalException(new SelectionUnknown(request.Selection));
        if (head.Revision < reading.AtLeast.Of(stream)) throw new RefusalException(new RevisionNotReached(stream, reading.AtLeast.Of(stream), head.Revision));
        var check = await HashChain.VerifyAsync(stream, ledger.Journal.ReadAsync(stream, 0, head.Revision, context.CancellationToken));
        return Wire.Reply(check, RevisionToken.Of(stream, head.Revision));
    }

    public override async Task<CloseSelectionResponse> CloseSelection(CloseSelectionRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(request.Selection, request, context, (state, _) => state.Decide(Wire.Command(request)));
        return new() { Selection = Wire.ToWire(after, null), RevisionToken = Wire.Token(after) };
    }

    private static string StreamOf(string selection) => Prefix + selection;

    private async Task<Snapshot<Selection>> ReadAsync(string id, Reading reading, ServerCallContext context)
    {
        var selection = await ledger.ReadAsync(StreamOf(id), reading.AtLeast.Of(StreamOf(id)), context.CancellationToken);
        return selection.State.IsKnownAt(reading.KnownAt) ? selection : throw new RefusalException(new SelectionUnknown(id));
    }

    /// <summary>Writes to a selection that must be there; an id that can't be one is a violation like any other.</summary>
    private Task<Snapshot<Selection>> WriteAsync(
        string id, IMessage request, ServerCallContext context, Func<Selection, DateTimeOffset, Decision<SelectionEvent>> decide)
    {
        var found = new Violations();
        found.Id("selection", id);
        return ledger.WriteAsync(
            StreamOf(found.Any ? "" : id), request, context, (state, now) => found.Join(decide(state.Named(id), now)));
    }

    /// <summary>What others own and a decision rests on; null if the selection, and so its vacancy, isn't known.</summary>
    private async Task<Facts?> FactsAsync(string selection, string candidate, ServerCallContext context)
    {
        if (!Ids.IsWellFormed(selection)) return null;
        var state = (await ledger.ReadAsync(StreamOf(selection), cancellation: context.CancellationToken)).State;
        if (state.Opened is null) return null;
        var roster = rosters.NewestAsync(context.CancellationToken);
        var standing = slates.NewestCandidateAsync(state.Vacancy, candidate, context.CancellationToken);
        var vacancy = await slates.NewestVacancyAsync(state.Vacancy, context.CancellationToken);
        return new(await roster, vacancy ?? throw new RefusalException(new OwnerUnavailable("candidates")), await standing);
    }
}
