using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nato.Members.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Members;

/// <summary>A state from its invitation to its withdrawal, through gRPC and through REST.</summary>
public sealed class RosterLifeTests
{
    [Fact]
    public async Task A_state_is_invited_accedes_in_the_future_and_withdraws()
    {
        await using var services = await ServiceFixture.StartAsync();
        var members = services.Members;

        var invited = await members.InviteMemberAsync(
            new() { Code = "SWE", DisplayName = "Sweden", HeadOfGovernment = "Ulf Kristersson", InvitedOn = On(2022, 7, 5), Source = Source },
            new Metadata { { "nato-actor", "secretariat" } });
        Assert.Equal("secretariat", Assert.Single(invited.Member.History).Recorded.Actor);

        var acceded = await members.AccedeMemberAsync(new() { Code = "SWE", Date = On(2024, 3, 7) });
        Assert.Equal(MemberStatus.Invited, acceded.Member.Status);
        Assert.Empty((await members.GetRosterAsync(new() { AsOf = On(2024, 3, 6) })).Electorate);
        Assert.Equal(["SWE"], (await members.GetRosterAsync(new() { AsOf = On(2024, 3, 7) })).Electorate);

        services.Clock.Advance(TimeSpan.FromDays(30));
        await members.UpdateMemberAsync(new() { Code = "SWE", HeadOfGovernment = "Somebody Else" });
        var before = await members.GetMemberAsync(new() { Code = "SWE", AsOf = On(2024, 3, 22) });
        var after = await members.GetMemberAsync(new() { Code = "SWE" });
        Assert.Equal(("Ulf Kristersson", "Somebody Else"), (before.Member.HeadOfGovernment, after.Member.HeadOfGovernment));

        var figure = new ReportDefenceExpenditureRequest { Code = "SWE", Year = 2024, PercentOfGdp = 2.14, Estimate = true, Source = Source };
        Assert.Equal(2.14, (await members.ReportDefenceExpenditureAsync(figure)).DefenceExpenditure.PercentOfGdp);

        await members.WithdrawMemberAsync(new() { Code = "SWE", Date = On(2030) });
        var roster = await members.GetRosterAsync(new() { AsOf = On(2030, 1, 1) });
        Assert.Empty(roster.Electorate);
        Assert.Equal(["Invited", "Member", "Withdrawn"], roster.Members[0].History.Select(h => h.Status.ToString()));
    }

    [Fact]
    public async Task The_same_life_goes_through_REST()
    {
        await using var services = await ServiceFixture.StartAsync();
        var rest = services["members"].Rest;

        await rest.PostAsJsonAsync("/v1/members", new { code = "FIN", displayName = "Finland" });
        await rest.PostAsJsonAsync("/v1/members/FIN:accede", new { date = new { year = 2023, month = 4, day = 4 } });
        await rest.PatchAsJsonAsync("/v1/members/FIN", new { headOfGovernment = "Petteri Orpo", from = new { year = 2023, month = 6 } });
        await rest.PostAsJsonAsync("/v1/members/FIN:reportDefenceExpenditure", new { year = 2023, percentOfGdp = 2.4, source = new { citation = "report" } });
        await rest.PostAsJsonAsync("/v1/members/FIN:withdraw", new { date = new { year = 2040 } });

        var finland = (await rest.GetFromJsonAsync<JsonNode>("/v1/members/FIN?as_of.year=2024&as_of.month=2&as_of.day=22"))!;
        Assert.Equal("MEMBER_STATUS_MEMBER", (string?)finland["member"]!["status"]);
        Assert.Equal("Petteri Orpo", (string?)finland["member"]!["headOfGovernment"]);
        Assert.Equal(2.4, (double?)finland["defenceExpenditure"]![0]!["percentOfGdp"]);
        Assert.Equal("1", (string?)(await rest.GetFromJsonAsync<JsonNode>("/v1/roster"))!["electorateSize"]!.ToString());
        Assert.Single((await rest.GetFromJsonAsync<JsonNode>("/v1/members?status=MEMBER_STATUS_MEMBER"))!["members"]!.AsArray());
    }

    [Fact]
    public async Task A_roster_is_read_as_it_was_known_at_a_moment()
    {
        await using var services = await ServiceFixture.StartAsync();
        await services.JoinAsync("FIN", "Finland", On(2023, 4, 4));
        var then = Timestamp.FromDateTimeOffset(services.Clock.GetUtcNow());
        services.Clock.Advance(TimeSpan.FromSeconds(1));
        await services.JoinAsync("FRA", "France", On(1949, 8, 24));

        Assert.Equal(["FIN", "FRA"], (await services.Members.GetRosterAsync(new())).Electorate);
        Assert.Equal(["FIN"], (await services.Members.GetRosterAsync(new() { KnownAt = then })).Electorate);
        Assert.Equal(["FIN"], (await services.Members.GetRosterAsync(new() { KnownAt = then })).Members.Select(m => m.Code));
    }

    [Fact]
    public async Task The_roster_is_paged_to_its_end()
    {
        await using var services = await ServiceFixture.StartAsync();
        foreach (var code in (string[])["FRA", "ALB", "USA", "DEU", "FIN"]) await services.JoinAsync(code, code);

        var pages = new List<string>();
        var token = "";
        do
        {
            var page = await services.Members.ListMembersAsync(new() { PageSize = 2, PageToken = token });
            pages.Add(string.Join(' ', page.Members.Select(m => m.Code)));
            token = page.NextPageToken;
        }
        while (token is not "");

        Assert.Equal(["ALB DEU", "FIN FRA", "USA"], pages);
    }
}
