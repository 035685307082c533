using Google.Protobuf.WellKnownTypes;
using Nato.Consensus.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.Deciding;

namespace NatoServices.Services.Tests.Consensus.Silences;

/// <summary>The life of a silence procedure before its deadline, through gRPC.</summary>
public sealed class SilenceLifeTests(ConsensusFixture services) : IClassFixture<ConsensusFixture>
{
    private static readonly TimeSpan TenDays = TimeSpan.FromDays(10);

    [Fact]
    public async Task The_deadline_is_shown_where_it_was_set()
    {
        var selection = await services.OpenAsync("shown");
        var request = Opening(selection, TenDays);
        (request.Deadline, request.Duration, request.TimeZone) = (At(6, 20, 10), null, "Europe/Brussels");
        var opened = (await services.Consensus.OpenSilenceAsync(request, By("the chair"))).Silence;
        Assert.Equal(("s2", selection, ConsensusFixture.Rutte, Draft), (opened.Id, opened.Selection, opened.Candidate, opened.Text));
        Assert.Equal((SilenceState.UnderSilence, false, "the chair", 2), (opened.State, opened.RanOut, opened.Opened.Actor, opened.Opened.Revision));
        Assert.Equal((At(6, 20, 10), "Europe/Brussels", "2024-06-20T12:00:00+02:00"), (opened.Deadline, opened.TimeZone, opened.DeadlineShown));
        Assert.Equal(opened, await services.ReadAsync(opened));

        var extended = await ExtendAsync(opened, e => (e.Duration, e.TimeZone) = (TimeSpan.FromDays(1).ToDuration(), "+02:00"));
        Assert.Equal((At(6, 21, 10), "+02:00", "2024-06-21T12:00:00+02:00"), (extended.Deadline, extended.TimeZone, extended.DeadlineShown));
        var winter = await ExtendAsync(opened, e => (e.Deadline, e.TimeZone) = (At(12, 1, 10, 30), "Europe/Brussels"));
        Assert.Equal("2024-12-01T11:30:00+01:00", winter.DeadlineShown);
        var same = await ExtendAsync(opened, e => e.Deadline = At(12, 2, 10));
        Assert.Equal(("Europe/Brussels", "2024-12-02T11:00:00+01:00"), (same.TimeZone, same.DeadlineShown));
        Assert.Equal(
            ["2024-06-21T12:00:00+02:00", "2024-12-01T11:30:00+01:00", "2024-12-02T11:00:00+01:00"], same.Extensions.Select(e => e.DeadlineShown));
        Assert.Equal([("moved", 3L), ("moved", 4L), ("moved", 5L)], same.Extensions.Select(e => (e.Reason, e.Recorded.Revision)));

        async Task<Silence> ExtendAsync(Silence silence, Action<ExtendSilenceRequest> until)
        {
            var request = new ExtendSilenceRequest { Selection = silence.Selection, Silence = silence.Id, Reason = "moved" };
            until(request);
            return (await services.Consensus.ExtendSilenceAsync(request)).Silence;
        }
    }

    [Fact]
    public async Task A_duration_runs_from_now_and_in_UTC_unless_said_otherwise()
    {
        var opened = await services.OpenSilenceAsync(await services.OpenAsync("duration"), TimeSpan.FromSeconds(90));
        Assert.Equal(opened.Opened.At.ToDateTimeOffset().AddSeconds(90), opened.Deadline.ToDateTimeOffset());
        Assert.Equal(("UTC", $"{opened.Deadline.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ss}+00:00"), (opened.TimeZone, opened.DeadlineShown));
        await services.WithdrawAsync(opened);
    }

    [Theory]
    [InlineData("Europe", "INVALID_INPUT")]
    [InlineData("Europe/Atlantis", "INVALID_INPUT")]
    [InlineData("Europe/Brussels\n", "INVALID_INPUT")]
    [InlineData("leapseconds", "INVALID_INPUT")]
    [InlineData("tzdata.zi", "INVALID_INPUT")]
    [InlineData("/etc/passwd", "INVALID_INPUT")]
    [InlineData("localtime", "INVALID_INPUT")]
    [InlineData("right/UTC", "INVALID_INPUT")]
    [InlineData("Europe/../../../../etc/passwd", "INVALID_INPUT")]
    [InlineData("Romance Standard Time", "INVALID_INPUT")]
    [InlineData("+2:00", "INVALID_INPUT")]
    [InlineData("-14:01", "INVALID_INPUT")]
    [InlineData("-14:00", "SELECTION_UNKNOWN")]
    [InlineData("+05:45", "SELECTION_UNKNOWN")]
    [InlineData("America/Argentina/Buenos_Aires", "SELECTION_UNKNOWN")]
    public async Task A_time_zone_is_a_name_or_an_offset_and_nothing_else(string zone, string reason)
    {
        var request = Opening("nowhere", TenDays);
        request.TimeZone = zone;
        Assert.Equal(reason, (await Refusing.OfAsync(() => services.Consensus.OpenSilenceAsync(request))).Reason);
    }

    [Fact]
    public async Task One_member_breaks_silence_and_others_join_it()
    {
        var selection = await services.OpenAsync("broken");
        var opened = await services.OpenSilenceAsync(selection, TenDays);
        Assert.Equal((opened.Id, SelectionState.Open), ((await services.SelectionAsync(selection)).Silence, SelectionState.Open));

        var broken = (await services.Consensus.BreakSilenceAsync(Breaking(opened, "FRA"), By("delegation-fra"))).Silence;
        Assert.Equal((SilenceState.Broken, ""), (broken.State, (await services.SelectionAsync(selection)).Silence));
        foreach (var member in (string[])["NLD", "POL"]) await services.Consensus.BreakSilenceAsync(Breaking(opened, member));
        var read = await services.ReadAsync(opened);
        Assert.Equal([("FRA", false, "delegation-fra"), ("NLD", false, "anonymous"), ("POL", false, "anonymous")],
            read.Breaks.Select(b => (b.Member, b.Confidential, b.Recorded.Actor)));
        Assert.All(read.Breaks, b => Assert.Equal("We need more time.", b.Reason));

        Assert.Equal("SILENCE_BROKEN_BEFORE", (await Refusing.OfAsync(() => services.Consensus.BreakSilenceAsync(Breaking(opened, "FRA")))).Reason);
        Assert.Equal("SILENCE_ENDED", (await Refusing.OfAsync(() => services.Consensus.WithdrawSilenceAsync(Withdrawal(opened)))).Reason);
        // What is broken is over: another draft can be put under silence.
        Assert.Equal(SilenceState.UnderSilence, (await services.OpenSilenceAsync(selection, TenDays)).State);
    }

    [Fact]
    public async Task To_close_a_selection_withdraws_the_silence_that_runs()
    {
        var selection = await services.OpenAsync("closing");
        var opened = await services.OpenSilenceAsync(selection, TenDays);
        var closed = (await services.Consensus.CloseSelectionAsync(new() { Selection = selection, Reason = "no longer needed" })).Selection;
        Assert.Equal((SelectionState.Closed, "", 4), (closed.State, closed.Silence, closed.Revision));
        var read = await services.ReadAsync(opened);
        Assert.Equal((SilenceState.Withdrawn, "The selection was closed: no longer needed"), (read.State, read.WithdrawalReason));
        Assert.Equal("SILENCE_ENDED", (await Refusing.OfAsync(() => services.Consensus.BreakSilenceAsync(Breaking(opened, "FRA")))).Reason);
    }
}
