using System.Collections.Concurrent;
using Grpc.Core;
using Nato.Consensus.V1;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>What clients do with one silence, and what they were answered.</summary>
/// <param name="selection">The selection.</param>
/// <param name="plan">What is to happen.</param>
/// <param name="caller">Asks for them.</param>
internal sealed class Story(string selection, Plan plan, Caller caller)
{
    private readonly ConcurrentQueue<Answer> answers = new();

    public string Selection => selection;

    /// <summary>Every answer, in the order in which they came.</summary>
    public IReadOnlyList<Answer> Answers => [.. answers];

    /// <summary>Its one silence.</summary>
    public string Silence { get; private set; } = "";

    public async Task RunAsync()
    {
        await Task.Delay(plan.OpensAfter);
        var silence = await OpenAsync();
        Silence = silence.Id;
        if (plan.ExtendsBefore is { } before)
        {
            await ReachAsync(silence, -before);
            silence = (await ExtendAsync()).Silence ?? silence;
        }
        await Task.WhenAll([.. plan.Breaks.Select((at, i) => BreakAsync(silence, Council.States[i], at)), WithdrawAsync(silence)]);
    }

    private async Task<Silence> OpenAsync()
    {
        var request = new OpenSilenceRequest
        {
            Selection = selection,
            Candidate = Council.Candidate,
            Text = "Ada North is appointed.",
            Duration = Duration.FromTimeSpan(plan.Runs),
            RequestId = "open",
        };
        var opened = await AskAsync("SilenceOpened", "open", async (c, options) => (await c.OpenSilenceAsync(request, options)).Silence);
        return opened.Silence ?? throw new InvalidOperationException($"The silence of {selection} was not opened: {opened.Refusal}");
    }

    private Task<Answer> ExtendAsync()
    {
        var request = new ExtendSilenceRequest
        {
            Selection = selection,
            Silence = Silence,
            Duration = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)),
            Reason = "More time",
            RequestId = "extend",
        };
        return AskAsync("SilenceExtended", "extend", async (c, options) => (await c.ExtendSilenceAsync(request, options)).Silence);
    }

    private async Task BreakAsync(Silence silence, string member, TimeSpan at)
    {
        await ReachAsync(silence, at);
        var request = new BreakSilenceRequest { Selection = selection, Silence = Silence, Member = member, Reason = "Not yet", RequestId = $"break-{member}" };
        await AskAsync("SilenceBroken", request.RequestId, async (c, options) => (await c.BreakSilenceAsync(request, options)).Silence);
    }

    private async Task WithdrawAsync(Silence silence)
    {
        if (plan.Withdraws is not { } at) return;
        await ReachAsync(silence, at);
        var request = new WithdrawSilenceRequest { Selection = selection, Silence = Silence, Reason = "Taken back", RequestId = "withdraw" };
        await AskAsync("SilenceWithdrawn", "withdraw", async (c, options) => (await c.WithdrawSilenceAsync(request, options)).Silence);
    }

    private async Task<Answer> AskAsync(
        string kind, string request, Func<Nato.Consensus.V1.Consensus.ConsensusClient, CallOptions, Task<Silence>> ask)
    {
        var answer = await caller.AskAsync(kind, request, ask);
        answers.Enqueue(answer);
        return answer;
    }

    private static async Task ReachAsync(Silence silence, TimeSpan after)
    {
        var rest = silence.Deadline.ToDateTimeOffset() + after - DateTimeOffset.UtcNow;
        if (rest > TimeSpan.Zero) await Task.Delay(rest);
    }
}
