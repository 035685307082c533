using Google.Protobuf.WellKnownTypes;
using Nato.Consensus.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.Deciding;

namespace NatoServices.Services.Tests.Consensus.Silences;

/// <summary>The server's clock decides, to the microsecond, and also if it is set back.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_break_one_microsecond_before_the_deadline_is_in_time_and_at_the_deadline_too_late()
    {
        await using var services = await StartAsync();
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("in-time"), AnHour);
        services.Clock.Advance(AnHour - TimeSpan.FromMicroseconds(1));
        var broken = (await services.Consensus.BreakSilenceAsync(Breaking(silence, "FRA"))).Silence;
        Assert.Equal(SilenceState.Broken, broken.State);

        services.Clock.Advance(TimeSpan.FromMicroseconds(1));
        var late = await Refusing.OfAsync(() => services.Consensus.BreakSilenceAsync(Breaking(silence, "NLD")));
        Assert.Equal(("SILENCE_ENDED", "BROKEN"), (late.Reason, late.Metadata["state"]));
        await services.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(broken, await services.ReadAsync(silence));
        Assert.Empty((await services.SelectionAsync("in-time")).Outcomes);
    }

    [Fact]
    public async Task Silence_that_nobody_broke_before_the_deadline_is_not_broken_at_it()
    {
        await using var services = await StartAsync();
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("too-late"), AnHour);
        services.Clock.Advance(AnHour);
        var late = await Refusing.OfAsync(() => services.Consensus.BreakSilenceAsync(Breaking(silence, "FRA")));
        Assert.Equal(("SILENCE_ENDED", silence.DeadlineShown), (late.Reason, late.Metadata["deadline"]));
        Assert.Empty((await services.UntilAsync(silence, SilenceState.Adopted)).Breaks);
    }

    [Fact]
    public async Task An_extended_deadline_is_the_one_that_holds()
    {
        await using var services = await StartAsync();
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("moved"), AnHour);
        await services.Consensus.ExtendSilenceAsync(
            new() { Selection = "moved", Silence = silence.Id, Reason = "a holiday", Duration = new() { Seconds = 3600 } });
        services.Clock.Advance(AnHour);
        await services.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((SilenceState.UnderSilence, false), Brief(await services.ReadAsync(silence)));

        services.Clock.Advance(AnHour);
        await services.UntilAsync(silence, SilenceState.Adopted);
        Assert.Equal(silence.Deadline.ToDateTimeOffset() + AnHour, (await services.DecisionAsync("moved")).DecidedAt.ToDateTimeOffset());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_before_the_deadline_adopts_nothing_early()
    {
        await using var services = await StartAsync();
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("back-before"), AnHour);
        services.Clock.Advance(AnHour - TimeSpan.FromSeconds(1));
        services.Clock.AdjustTime(services.Clock.GetUtcNow() - TimeSpan.FromMinutes(30));
        await services.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((SilenceState.UnderSilence, false), Brief(await services.ReadAsync(silence)));
        await services.Consensus.BreakSilenceAsync(Breaking(silence, "FRA"));
        Assert.Equal(SilenceState.Broken, (await services.ReadAsync(silence)).State);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_after_the_deadline_adopts_nothing_twice()
    {
        await using var services = await StartAsync();
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("back-after"), AnHour);
        services.Clock.Advance(AnHour);
        var decided = await services.UntilAsync("back-after", DeliveryState.Delivered);
        services.Clock.AdjustTime(services.Clock.GetUtcNow() - TimeSpan.FromMinutes(30));
        Assert.Equal("SILENCE_ENDED", (await Refusing.OfAsync(() => services.Consensus.BreakSilenceAsync(Breaking(silence, "FRA")))).Reason);

        services.Clock.Advance(AnHour);
        await services.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(decided, await services.SelectionAsync("back-after"));
        Assert.Equal(1, await services.CountAsync("CandidateAppointed"));
    }

    [Fact]
    public async Task A_deadline_less_than_a_microsecond_ahead_does_not_lie_ahead()
    {
        await using var services = await StartAsync();
        var selection = await services.OpenAsync("finer");
        var request = Opening(selection, AnHour);
        (request.Deadline, request.Duration) = (Timestamp.FromDateTimeOffset(services.Clock.GetUtcNow().AddTicks(9)), null);
        Assert.Equal("INVALID_INPUT", (await Refusing.OfAsync(() => services.Consensus.OpenSilenceAsync(request))).Reason);

        var silence = await services.OpenSilenceAsync(selection, AnHour);
        var finer = Timestamp.FromDateTimeOffset(silence.Deadline.ToDateTimeOffset().AddTicks(9));
        Assert.Equal("INVALID_INPUT", (await Refusing.OfAsync(() => services.Consensus.ExtendSilenceAsync(
            new() { Selection = selection, Silence = silence.Id, Reason = "a trifle", Deadline = finer }))).Reason);
    }

    private static (SilenceState, bool) Brief(Silence silence) => (silence.State, silence.RanOut);
}
