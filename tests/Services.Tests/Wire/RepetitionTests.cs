using Grpc.Core;
using Nato.Members.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Wire;

/// <summary>The same request twice is entered once, and a token says how fresh an answer must be.</summary>
public sealed class RepetitionTests
{
    [Fact]
    public async Task A_repeated_request_is_answered_again_also_after_others_and_also_at_once()
    {
        await using var services = await ServiceFixture.StartAsync();
        var request = new InviteMemberRequest { Code = "FIN", DisplayName = "Finland", RequestId = "r-1" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => services.Members.InviteMemberAsync(request).ResponseAsync));
        await services.JoinAsync("SWE", "Sweden");
        var late = await services.Members.InviteMemberAsync(request);

        Assert.All(answers, answer => Assert.Equal(late, answer));
        Assert.Equal(2, (await services.Members.GetRosterAsync(new())).Revision);
    }

    [Fact]
    public async Task A_repeated_request_to_Candidates_is_answered_again()
    {
        await using var services = await ServiceFixture.StartAsync();
        await services.JoinAsync("FIN", "Finland");
        await services.OpenVacancyAsync();
        var request = new Nato.Candidates.V1.RegisterCandidateRequest { Vacancy = SecretaryGeneral, Name = "Ann", Nationality = "FIN", RequestId = "r-1" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => services.Candidates.RegisterCandidateAsync(request).ResponseAsync));

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Single((await services.Candidates.ListCandidatesAsync(new() { Vacancy = SecretaryGeneral })).Candidates);
    }

    [Fact]
    public async Task An_answer_is_as_fresh_as_the_token_of_a_write_demands()
    {
        await using var services = await ServiceFixture.StartAsync();
        var written = await services.Members.InviteMemberAsync(new() { Code = "FIN", DisplayName = "Finland" });

        var read = await services.Members.GetRosterAsync(new() { AtLeastAsFresh = written.RevisionToken });
        var consistent = await services.Members.GetRosterAsync(new() { FullyConsistent = true });

        Assert.Equal(written.RevisionToken, read.RevisionToken);
        Assert.Equal(1, consistent.Revision);
    }

    [Fact]
    public async Task The_record_survives_a_restart()
    {
        await using var services = await ServiceFixture.StartAsync();
        await services.JoinAsync("FIN", "Finland", On(2023, 4, 4));
        var before = await services.Members.GetRosterAsync(new());

        await services.StopAsync("members");
        await services.HostAsync(NatoServices.Members.MembersApp.Identity, NatoServices.Members.MembersApp.CreateAsync);

        Assert.Equal(before, await services.Members.GetRosterAsync(new()));
    }

    [Fact]
    public async Task The_actor_is_kept_and_is_anonymous_if_nobody_is_named()
    {
        await using var services = await ServiceFixture.StartAsync();
        await services.JoinAsync("FIN", "Finland");
        await services.Members.AccedeMemberAsync(new() { Code = "FIN", Date = On(2023) }, new Metadata { { "nato-actor", "delegation of Finland" } });

        var history = (await services.Members.GetMemberAsync(new() { Code = "FIN" })).Member.History;
        Assert.Equal(["anonymous", "delegation of Finland"], history.Select(h => h.Recorded.Actor));
    }
}
