using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Consensus.Silences;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;
using NatoServices.Words;
using Selection = NatoServices.Consensus.Rules.Selection;
using Silence = Nato.Consensus.V1.Silence;
using Wire = NatoServices.Consensus.ConsensusWire;

namespace NatoServices.Consensus;

/// <summary>Silence procedures.</summary>
internal sealed partial class ConsensusService
{
    public override async Task<OpenSilenceResponse> OpenSilence(OpenSilenceRequest request, ServerCallContext context)
    {
        var found = new Violations();
        var command = SilenceWire.Command(request, found);
        var after = await WriteAsync(
            request.Selection, request, context, ct => FactsAsync(request.Selection, request.Candidate, ct),
            (state, given, now) => state.Decide(command, given, now), found);
        return new() { Silence = Entered(after, after.State.Silences[^1].Id), RevisionToken = Wire.Token(after) };
    }

    public override async Task<ExtendSilenceResponse> ExtendSilence(ExtendSilenceRequest request, ServerCallContext context)
    {
        var found = new Violations();
        var command = SilenceWire.Command(request, found);
        var after = await WriteAsync(request.Selection, request, context, (state, now) => state.Decide(command, now), found);
        return new() { Silence = Entered(after, request.Silence), RevisionToken = Wire.Token(after) };
    }

    public override async Task<BreakSilenceResponse> BreakSilence(BreakSilenceRequest request, ServerCallContext context)
    {
        var confidence = SilenceWire.Confidence(request, Calls.ActorOf(context));
        var command = SilenceWire.Command(request, confidence);
        var after = await WriteAsync(
            request.Selection, request, context, async ct => await Roll.CallAsync(rosters, await LeftAsync(request, ct), ct),
            (state, roll, now) => roll!.Join(state.Decide(command, roll.Roster, now), state.FindSilence(request.Silence), request.Member),
            confidence: confidence);
        return new() { Silence = Entered(after, request.Silence), RevisionToken = Wire.Token(after) };
    }

    public override async Task<WithdrawSilenceResponse> WithdrawSilence(WithdrawSilenceRequest request, ServerCallContext context)
    {
        var after = await WriteAsync(request.Selection, request, context, (state, now) => state.Decide(SilenceWire.Command(request), now));
        return new() { Silence = Entered(after, request.Silence), RevisionToken = Wire.Token(after) };
    }

    public override async Task<GetSilenceResponse> GetSilence(GetSilenceRequest request, ServerCallContext context)
    {
        var now = clock.GetUtcNow();
        return await SilenceWire.Reading(request, now).SurelyAsync(async reading =>
        {
            var selection = await ReadAsync(request.Selection, reading, context);
            return SilenceWire.Reply(request, selection, reading, now);
        });
    }

    public override async Task<ListSilencesResponse> ListSilences(ListSilencesRequest request, ServerCallContext context)
    {
        var now = clock.GetUtcNow();
        var (reading, page) = SilenceWire.Reading(request, now);
        return SilenceWire.Reply(request, await ReadAsync(request.Selection, reading, context), reading, page, now);
    }

    /// <summary>The time that is left to break a silence.</summary>
    private async Task<TimeSpan> LeftAsync(BreakSilenceRequest request, CancellationToken cancellation)
    {
        var silence = (await ledger.ReadAsync(StreamOf(request.Selection), cancellation: cancellation)).State.FindSilence(request.Silence);
        return silence is null ? TimeSpan.Zero : silence.Deadline.At - clock.GetUtcNow();
    }

    private static Silence Entered(Snapshot<Selection> after, string silence) =>
        SilenceWire.ToWire(after.State, after.State.FindSilence(silence)!, null, null);
}
