using Google.Protobuf;
using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus.Owners;
using NatoServices.Consensus.Rules;
using NatoServices.Consensus.Standings;
using NatoServices.Consensus.Watching;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;
using NatoServices.Words;
using Selection = NatoServices.Consensus.Rules.Selection;
using Wire = NatoServices.Consensus.ConsensusWire;

namespace NatoServices.Consensus;

/// <summary>The RPCs of <c>nato.consensus.v1.Consensus</c>: load → decide → append → answer.</summary>
[BindServiceMethod(typeof(ConsensusBinding), nameof(ConsensusBinding.Bind))]
internal sealed partial class ConsensusService(
    Ledger<Selection, SelectionEvent> ledger, StandingReader standings, StandingWatch standingWatch, EntryWatch entryWatch, FactsReader facts,
    RosterReader rosters, SlateReader slates, TimeProvider clock)
    : Nato.Consensus.V1.Consensus.ConsensusBase
{
    public override async Task<OpenSelectionResponse> OpenSelection(OpenSelectionRequest request, ServerCallContext context)
    {
        var id = request.SelectionId is "" ? request.Vacancy : request.SelectionId;
        var opened = await ledger.WriteAsync(
            StreamOf(id), request, context, async ct => await slates.NewestVacancyAsync(request.Vacancy, ct),
            (Selection state, VacancyAnswer? post, DateTimeOffset _) => state.Decide(Wire.Command(request, id, post)));
        return new() { Selection = Wire.ToWire(opened, null), RevisionToken = Wire.Token(opened) };
    }

    public override async Task<GetSelectionResponse> GetSelection(GetSelectionRequest request, ServerCallContext context)
    {
        return await Wire.Reading(request, clock.GetUtcNow()).SurelyAsync(async reading =>
        {
            var selection = await ReadAsync(request.Selection, reading, context);
            return new GetSelectionResponse { Selection = Wire.ToWire(selection, reading.KnownAt), RevisionToken = Wire.Token(selection) };
        });
    }

    public override async Task<ListSelectionsResponse> ListSelections(ListSelectionsRequest request, ServerCallContext context)
    {
        var (reading, page) = Wire.Reading(request, clock.GetUtcNow());
        var (selections, next) = await ledger.ListAsync(Selections.Prefix, page, reading, context.CancellationToken);
        return Wire.Reply(selections, next);
    }

    public override async Task<RecordPositionResponse> RecordPosition(RecordPositionRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(
            request.Selection, request, context, ct => FactsAsync(request.Selection, request.Candidate, ct),
            (state, given, now) => state.Decide(Wire.Command(request), given, now),
            remember: ct => RememberedAsync(request.Selection, request.Candidate, ct));
        var entered = after.State.PositionAt(after.Revision)!;
        return new() { Position = Wire.ToWire(entered), RevisionToken = Wire.Token(after) };
    }

    public override async Task<RetractPositionResponse> RetractPosition(RetractPositionRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(request.Selection, request, context, (state, now) => state.Decide(Wire.Command(request), now));
        return new() { Position = Wire.ToWire(after.State.FindPosition(request.Position)!), RevisionToken = Wire.Token(after) };
    }

    public override async Task<DischargeConditionResponse> DischargeCondition(DischargeConditionRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(request.Selection, request, context, (state, now) => state.Decide(Wire.Command(request), now));
        return new() { Position = Wire.ToWire(after.State.FindPosition(request.Position)!), RevisionToken = Wire.Token(after) };
    }

    public override async Task<RecordClaimResponse> RecordClaim(RecordClaimRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(
            request.Selection, request, context, ct => FactsAsync(request.Selection, request.Candidate, ct),
            (state, given, now) => state.Decide(Wire.Command(request), given, now),
            remember: ct => RememberedAsync(request.Selection, request.Candidate, ct));
        var entered = after.State.ClaimAt(after.Revision)!;
        return new() { Claim = Wire.ToWire(entered), RevisionToken = Wire.Token(after) };
    }

    public override Task<GetStandingResponse> GetStanding(GetStandingRequest request, ServerCallContext context) =>
        standings.AtHand(request) ?? ReadStandingAsync(request, context);

    public override async Task WatchStanding(
        WatchStandingRequest request, IServerStreamWriter<WatchStandingResponse> watcher, ServerCallContext context)
    {
        var (watched, asked, resume) = Wire.Reading(request, clock.GetUtcNow());
        // It is refused, or brought up to where the watcher was, before the watch begins.
        await asked.SurelyAsync(r => standings.ReadAsync(watched.On(r.AsOf), r, context.CancellationToken));
        await standingWatch.WatchAsync(watched, resume, watcher, context.CancellationToken);
    }

    public override async Task WatchEntries(
        WatchEntriesRequest request, IServerStreamWriter<WatchEntriesResponse> watcher, ServerCallContext context)
    {
        var (stream, _) = await LastAsync(request.Selection, Wire.Reading(request, clock.GetUtcNow()), context);
        await entryWatch.WatchAsync(stream, request.AfterRevision, watcher, context.CancellationToken);
    }

    public override async Task<ListEntriesResponse> ListEntries(ListEntriesRequest request, ServerCallContext context)
    {
        var (reading, after, size) = Wire.Reading(request, clock.GetUtcNow());
        var (stream, last) = await LastAsync(request.Selection, reading, context);
        var entries = ledger.Journal.ReadAsync(stream, after, Math.Min(last, after + size), context.CancellationToken);
        return await Wire.ReplyAsync(RevisionToken.Of(stream, last), last, entries);
    }

    public override async Task<VerifyRecordResponse> VerifyRecord(VerifyRecordRequest request, ServerCallContext context)
    {
        var reading = Wire.Reading(request, clock.GetUtcNow());
        var (stream, last) = await LastAsync(request.Selection, reading, context);
        if (request.UpToRevision > last) throw new RefusalException(new RevisionNotReached(stream, request.UpToRevision, last));
        var upTo = request.UpToRevision > 0 ? request.UpToRevision : last;
        var check = await HashChain.VerifyAsync(stream, ledger.Journal.ReadAsync(stream, 0, upTo, context.CancellationToken));
        return Wire.Reply(check, request.Hash, RevisionToken.Of(stream, last));
    }

    public override async Task<CloseSelectionResponse> CloseSelection(CloseSelectionRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(request.Selection, request, context, (state, now) => state.Decide(Wire.Command(request), now));
        return new() { Selection = Wire.ToWire(after, null), RevisionToken = Wire.Token(after) };
    }

    private async Task<GetStandingResponse> ReadStandingAsync(GetStandingRequest request, ServerCallContext context)
    {
        var (asked, reading) = Wire.Reading(request, clock.GetUtcNow());
        var reply = await reading.SurelyAsync(r => standings.ReadAsync(asked, r, context.CancellationToken));
        standings.Repeat(request, asked);
        return reply;
    }

    private static string StreamOf(string selection) => Selections.StreamOf(selection);

    /// <summary>The last revision of a record, which can be read even where no selection can be made of it.</summary>
    private async Task<(string Stream, long Last)> LastAsync(string id, Reading reading, ServerCallContext context)
    {
        var (stream, atLeast) = (StreamOf(id), reading.AtLeast.Of(StreamOf(id)));
        var last = (await ledger.Journal.HeadAsync(stream, context.CancellationToken)).Revision;
        if (last == 0) throw new RefusalException(new SelectionUnknown(id));
        return last >= atLeast ? (stream, last) : throw new RefusalException(new RevisionNotReached(stream, atLeast, last));
    }

    private async ValueTask<Snapshot<Selection>> ReadAsync(string id, Reading reading, ServerCallContext context)
    {
        var selection = await ledger.ReadAsync(StreamOf(id), reading.Of(StreamOf(id)), context.CancellationToken);
        return selection.State.IsKnownAt(reading.KnownAt) ? selection : throw new RefusalException(new SelectionUnknown(id));
    }

    /// <summary>Writes to a selection that must be there; an id that can't be one is a violation like any other.</summary>
    private Task<Snapshot<Selection>> WriteAsync(
        string id, IMessage request, ServerCallContext context, Func<Selection, DateTimeOffset, Ruling<SelectionEvent>> decide,
        Violations? found = null) =>
        WriteAsync(id, request, context, _ => Task.FromResult<object?>(null), (state, _, now) => decide(state, now), found);

    private Task<Snapshot<Selection>> WriteAsync<TFacts>(
        string id, IMessage request, ServerCallContext context,
        Func<CancellationToken, Task<TFacts?>> ask, Func<Selection, TFacts?, DateTimeOffset, Ruling<SelectionEvent>> decide,
        Violations? found = null, string? confidence = null, Func<CancellationToken, Task<TFacts?>>? remember = null) where TFacts : class
    {
        found ??= new();
        found.Id("selection", id);
        return ledger.WriteAsync(
            StreamOf(id), request, context, ask,
            (Selection state, TFacts? given, DateTimeOffset now) => found.Join(decide(state.Named(id), given, now)), confidence, remember);
    }

    /// <summary>What others own as it was last known, which will do to accept an entry; null if it isn't known.</summary>
    private async Task<Facts?> RememberedAsync(string selection, string candidate, CancellationToken cancellation)
    {
        var state = (await ledger.ReadAsync(StreamOf(selection), cancellation: cancellation)).State;
        return state.Opened is null ? null : await facts.RememberedAsync(state.Vacancy, candidate, cancellation);
    }

    /// <summary>What others own and a decision rests on; null if the selection, and so its vacancy, isn't known.</summary>
    private async Task<Facts?> FactsAsync(string selection, string candidate, CancellationToken cancellation)
    {
        var state = (await ledger.ReadAsync(StreamOf(selection), cancellation: cancellation)).State;
        return state.Opened is null ? null : await facts.ReadAsync(state.Vacancy, candidate, cancellation);
    }
}
