using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Nato.Consensus.V1;
using NatoServices.Candidates;
using NatoServices.Members;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.Deciding;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Consensus.Silences;

/// <summary>Silence while the service that owns the roster is away: members keep their say, and the outcome waits.</summary>
public sealed class OwnersAwayTests
{
    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Without_the_roster_silence_runs_out_and_its_outcome_is_entered_when_the_roster_is_back()
    {
        await using var services = await StartAsync();
        var (selection, consensus) = (await services.OpenAsync("away"), services.Consensus);
        var position = (await consensus.RecordPositionAsync(ConsensusFixture.Position(selection, "FRA", Stance.Supports))).Position.Id;
        var silence = await services.OpenSilenceAsync(selection, AnHour);
        await services.StopAsync("members");
        services.Clock.Advance(AnHour);
        await services.PassAsync(TimeSpan.FromSeconds(20));

        var ranOut = await services.ReadAsync(silence);
        Assert.Equal((SilenceState.UnderSilence, true), (ranOut.State, ranOut.RanOut));
        Assert.True((await consensus.ListSilencesAsync(new() { Selection = selection })).Silences[0].RanOut);
        Assert.False((await services.ReadAsync(silence, silence.Opened.At)).RanOut);
        foreach (var refused in (Refusing[])
            [
                await Refusing.OfAsync(() => consensus.RecordPositionAsync(ConsensusFixture.Position(selection, "POL", Stance.Objects))),
                await Refusing.OfAsync(() => consensus.RetractPositionAsync(
                    new() { Selection = selection, Position = position, Reason = "misheard" })),
                await Refusing.OfAsync(() => consensus.CloseSelectionAsync(new() { Selection = selection, Reason = "over" })),
                await Refusing.OfAsync(() => consensus.OpenSilenceAsync(Opening(selection, AnHour))),
                await Refusing.OfAsync(() => consensus.DeclareDecisionAsync(
                    new() { Selection = selection, Candidate = ConsensusFixture.Rutte, Text = Draft })),
            ])
            Assert.Equal(
                ("SILENCE_RAN_OUT", silence.Id, silence.DeadlineShown), (refused.Reason, refused.Metadata["silence"], refused.Metadata["deadline"]));
        var late = await Refusing.OfAsync(() => consensus.BreakSilenceAsync(Breaking(silence, "FRA")));
        Assert.Equal(("SILENCE_ENDED", "UNDER_SILENCE"), (late.Reason, late.Metadata["state"]));

        services.Clock.Advance(TimeSpan.FromDays(2));
        await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync);
        // It acceded before the deadline, as is known now and was not then.
        await services.Members.AccedeMemberAsync(new() { Code = "SWE", Date = On(2024, 2, 21) });
        await services.Members.UpdateMemberAsync(new() { Code = "FRA", DisplayName = "Gaul" });
        services.Clock.Advance(TimeSpan.FromSeconds(5));
        await services.UntilAsync(silence, SilenceState.Adopted);
        var decision = await services.DecisionAsync(selection);
        Assert.Equal((silence.Deadline, true), (decision.DecidedAt, decision.Late));
        Assert.Equal(["France", "Netherlands", "Poland"], decision.Electorate.Select(e => e.DisplayName));
    }

    [Fact]
    public async Task A_member_breaks_silence_while_the_roster_is_away_and_others_wait()
    {
        await using var services = await StartAsync();
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("heard"), AnHour);
        await services.StopAsync("members");
        var waits = await Refusing.OfAsync(() => services.Consensus.BreakSilenceAsync(Breaking(silence, "SWE")));
        Assert.Equal((StatusCode.Unavailable, "OWNER_UNAVAILABLE", "members"), (waits.Status, waits.Reason, waits.Metadata["service"]));
        Assert.Equal(SilenceState.Broken, (await services.Consensus.BreakSilenceAsync(Breaking(silence, "POL"))).Silence.State);
        Assert.Equal("INVALID_INPUT", (await Refusing.OfAsync(() => services.Consensus.BreakSilenceAsync(Breaking(silence, "XXX")))).Reason);
        Assert.Equal("POL", Assert.Single((await services.ReadAsync(silence)).Breaks).Member);

        await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync);
        await services.Members.AccedeMemberAsync(new() { Code = "SWE", Date = On(2024, 2, 22) });
        Assert.Equal(2, (await services.Consensus.BreakSilenceAsync(Breaking(silence, "SWE"))).Silence.Breaks.Count);
    }

    [Fact]
    public async Task A_member_breaks_silence_while_the_roster_hangs()
    {
        await using var services = await StartAsync("--Timings:BreakSilenceRoster=00:00:01");
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("hangs"), AnHour);
        await services.StopAsync("members");
        await services.HostAsync(
            MembersApp.Identity, MembersApp.CreateAsync, builder => builder.Services.AddSingleton<IStartupFilter>(new Hanging()));
        var waits = await Refusing.OfAsync(() => services.Consensus.BreakSilenceAsync(Breaking(silence, "SWE")));
        Assert.Equal("OWNER_UNAVAILABLE", waits.Reason);
        Assert.Equal(SilenceState.Broken, (await services.Consensus.BreakSilenceAsync(Breaking(silence, "POL"))).Silence.State);
    }

    [Fact]
    public async Task An_owner_whose_clock_is_behind_is_asked_again_until_the_deadline_has_come_there_too()
    {
        await using var services = await StartAsync();
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("behind"), AnHour);
        await services.StopAsync("members");
        var behind = new FakeTimeProvider(services.Clock.GetUtcNow());
        await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync, builder => builder.Services.AddSingleton<TimeProvider>(behind));
        services.Clock.Advance(AnHour);
        await services.PassAsync(TimeSpan.FromSeconds(20));
        Assert.True((await services.ReadAsync(silence)).RanOut);

        behind.Advance(AnHour);
        services.Clock.Advance(TimeSpan.FromMinutes(1));
        await services.UntilAsync(silence, SilenceState.Adopted);
        Assert.Equal(silence.Deadline, (await services.DecisionAsync("behind")).DecidedAt);
    }

    [Fact]
    public async Task A_candidate_whom_an_owner_with_a_fast_clock_has_registered_later_than_the_deadline_was_there_all_the_same()
    {
        await using var services = await StartAsync();
        await services.StopAsync("candidates");
        var ahead = new FakeTimeProvider(services.Clock.GetUtcNow() + (2 * AnHour));
        await services.HostAsync(
            CandidatesApp.Identity, CandidatesApp.CreateAsync, builder => builder.Services.AddSingleton<TimeProvider>(ahead));
        await services.RegisterAsync("Klaus Iohannis", "NLD");
        await services.Candidates.RecordCandidacyAsync(
            Step("klaus-iohannis", Nato.Candidates.V1.CandidacyStatus.Declared, On(2024, 2, 22)));
        var request = Opening(await services.OpenAsync("ahead"), AnHour);
        request.Candidate = "klaus-iohannis";
        var silence = (await services.Consensus.OpenSilenceAsync(request)).Silence;

        services.Clock.Advance(AnHour);
        Assert.Equal("klaus-iohannis", (await services.UntilAsync(silence, SilenceState.Adopted)).Candidate);
    }

    [Fact]
    public async Task A_state_that_has_left_is_told_so_when_the_roster_can_be_asked()
    {
        await using var services = await StartAsync();
        var silence = await services.OpenSilenceAsync(await services.OpenAsync("left"), TimeSpan.FromDays(3));
        services.Clock.Advance(TimeSpan.FromDays(1));
        await services.Members.WithdrawMemberAsync(new() { Code = "POL", Date = On(2024, 2, 23) });
        var refused = await Refusing.OfAsync(() => services.Consensus.BreakSilenceAsync(Breaking(silence, "POL")));
        Assert.Equal("INVALID_INPUT", refused.Reason);
        await services.Consensus.ExtendSilenceAsync(
            new() { Selection = silence.Selection, Silence = silence.Id, Duration = AnHour.ToDuration(), Reason = "Poland has left." });
        Assert.Equal(SilenceState.UnderSilence, (await services.ReadAsync(silence)).State);
    }

    /// <summary>Takes every call and answers none, until the caller goes.</summary>
    private sealed class Hanging : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app => app.Run(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
    }
}
