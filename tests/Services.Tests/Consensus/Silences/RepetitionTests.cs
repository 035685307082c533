using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.Deciding;

namespace NatoServices.Services.Tests.Consensus.Silences;

/// <summary>A write that comes again is answered as it was, however much has happened since, and is not entered again.</summary>
public sealed class RepetitionTests
{
    [Fact]
    public async Task Every_write_is_answered_alike_when_it_comes_again()
    {
        await using var services = await StartAsync();
        var (selection, consensus, hour) = (await services.OpenAsync("again"), services.Consensus, TimeSpan.FromHours(1));
        var writes = new List<(Func<Task<IMessage>> Again, IMessage Answer)>();

        var first = Opening(selection, hour);
        first.RequestId = "open";
        var broken = ((OpenSilenceResponse)await DoAsync(() => consensus.OpenSilenceAsync(first))).Silence;
        await DoAsync(() => consensus.ExtendSilenceAsync(
            new() { Selection = selection, Silence = broken.Id, Duration = hour.ToDuration(), Reason = "a holiday", RequestId = "extend" }));
        var breaking = Breaking(broken, "FRA");
        breaking.RequestId = "break";
        await DoAsync(() => consensus.BreakSilenceAsync(breaking));
        var confidential = Breaking(broken, "POL");
        (confidential.RequestId, confidential.Confidential) = ("break-too", true);
        await DoAsync(() => consensus.BreakSilenceAsync(confidential));
        var withdrawn = await services.OpenSilenceAsync(selection, hour);
        await DoAsync(() => consensus.WithdrawSilenceAsync(
            new() { Selection = selection, Silence = withdrawn.Id, Reason = "too early", RequestId = "withdraw" }));
        await DoAsync(() => consensus.DeclareDecisionAsync(
            new() { Selection = selection, Candidate = ConsensusFixture.Rutte, Text = Draft, RequestId = "declare" }));
        await services.UntilAsync(selection, DeliveryState.Delivered);
        await DoAsync(() => consensus.ReopenSelectionAsync(new() { Selection = selection, Reason = "He declines.", RequestId = "reopen" }));
        await services.UntilAsync(selection, DeliveryState.Revoked);
        await DoAsync(() => consensus.CloseSelectionAsync(new() { Selection = selection, Reason = "over", RequestId = "close" }));
        services.Clock.Advance(TimeSpan.FromDays(2));

        var before = await services.SelectionAsync(selection);
        foreach (var (again, answer) in writes) Assert.Equal(answer, await again());
        Assert.Equal(before, await services.SelectionAsync(selection));
        breaking.Reason = "Another reason.";
        var reused = await Refusing.OfAsync(() => consensus.BreakSilenceAsync(breaking));
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (reused.Status, reused.Reason));

        async Task<IMessage> DoAsync<T>(Func<AsyncUnaryCall<T>> call) where T : IMessage
        {
            var answer = await call();
            writes.Add((async () => await call(), answer));
            services.Clock.Advance(TimeSpan.FromSeconds(1));
            return answer;
        }
    }
}
