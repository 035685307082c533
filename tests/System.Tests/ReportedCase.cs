using System.Text.Json;
using Google.Type;
using Grpc.Reflection.V1Alpha;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using Nato.Members.V1;
using Nato.Record.V1;

namespace NatoServices.System.Tests;

/// <summary>One Standalone for all tests that only read, or do no harm.</summary>
public sealed class RunningCase : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    internal StandaloneProcess Standalone { get; private set; } = null!;

    public async Task InitializeAsync() => Standalone = await StandaloneProcess.ReadyAsync(folder.Path);

    public async Task DisposeAsync() => await Standalone.DisposeAsync();

    public void Dispose() => folder.Dispose();
}

/// <summary>The case of 22 February 2024 as command one gives it.</summary>
public sealed class ReportedCase(RunningCase running) : IClassFixture<RunningCase>
{
    private const string Case = "nato-secretary-general-2024";

    private static readonly string[] Supporters = ["DEU", "FRA", "GBR", "USA"];

    private static readonly Date AsOf = new() { Year = 2024, Month = 2, Day = 22 };

    private readonly StandaloneProcess standalone = running.Standalone;

    [Fact]
    public async Task The_standing_is_the_reported_one()
    {
        var standing = await StandingAsync();

        Assert.Equal(StandingState.Unopposed, standing.State);
        Assert.Equal(31, standing.ElectorateSize);
        Assert.Equal((4, 0, 0, 1, 0, 26, 2), (standing.Counts.Supports, standing.Counts.NoObjection, standing.Counts.Conditional,
            standing.Counts.NoPosition, standing.Counts.Objects, standing.Counts.NotRecorded, standing.Counts.Indicated));
        Assert.Equal((2, 2), (standing.Counts.SupportsOnRecord, standing.Counts.SupportsOffRecord));
        Assert.Equal(Supporters, Of(standing, Stance.Supports));
        Assert.Equal(["POL"], Of(standing, Stance.NoPosition));
        Assert.DoesNotContain(standing.Members, m => m.Member == "SWE");
        Assert.Equal(Stance.Unspecified, standing.Members.Single(m => m.Member == "NLD").Stance);
    }

    [Fact]
    public async Task Assessments_are_indications_and_27_are_outstanding()
    {
        var standing = await StandingAsync();

        var assessed = standing.Members.Where(m => m.Stance == Stance.Unspecified && m.Indications.Count > 0).ToList();
        Assert.Equal(["HUN", "TUR"], assessed.Select(m => m.Member));
        Assert.All(assessed, m => Assert.Equal((Stance.Objects, Sourcing.Assessment), (m.Indications[0].Stance, m.Indications[0].Sourcing)));
        Assert.Equal(27, standing.Outstanding.Count);
        Assert.Equal(24, standing.Outstanding.Count(o => o.Reason == OutstandingReason.NotRecorded));
        Assert.All(standing.Outstanding, o => Assert.NotEmpty(o.Explanation));
    }

    [Fact]
    public async Task The_claim_lies_between_4_and_28()
    {
        var claim = Assert.Single((await StandingAsync()).Claims);

        Assert.Equal((20, 31, true, Sourcing.ThirdParty), (claim.Claim.Count, claim.Claim.Of, claim.Claim.Approximate, claim.Claim.Sourcing));
        Assert.Equal((4, 28, true), (claim.Lowest, claim.Highest, claim.LiesWithin));
        Assert.Empty(claim.Contradictions);
    }

    [Theory]
    [InlineData(Sourcing.Unnamed, "DEU FRA GBR USA")]
    [InlineData(Sourcing.Institution, "DEU GBR")]
    [InlineData(Sourcing.Named, "")]
    public async Task A_higher_threshold_leaves_those_whose_sourcing_reaches_it(Sourcing from, string left) =>
        Assert.Equal(left, string.Join(' ', Of(await StandingAsync(from), Stance.Supports)));

    [Fact]
    public async Task The_slate_is_the_reported_one()
    {
        var slate = await standalone.Candidates.ListCandidatesAsync(new() { Vacancy = Case, AsOf = AsOf });
        var karins = await standalone.Candidates.ListCandidatesAsync(new() { Vacancy = Case, Name = "Karins" });

        Assert.Equal(
            [
                ("kaja-kallas", CandidacyStatus.Interested), ("krisjanis-karins", CandidacyStatus.Interested),
                ("mark-rutte", CandidacyStatus.Declared), ("mette-frederiksen", CandidacyStatus.RuledOut),
            ],
            slate.Candidates.Select(c => (c.Id, c.Status)));
        Assert.Equal([CandidacyStatus.Mentioned, CandidacyStatus.RuledOut], slate.Candidates[3].History.Select(h => h.Status));
        Assert.Equal("Krišjānis Kariņš", Assert.Single(karins.Candidates).Name);
    }

    [Fact]
    public async Task The_roster_has_31_members_Sweden_invited_and_the_figures()
    {
        var roster = await standalone.Members.GetRosterAsync(new() { AsOf = AsOf });
        var netherlands = await standalone.Members.GetMemberAsync(new() { Code = "NLD", AsOf = AsOf });

        Assert.Equal((31, 32), (roster.ElectorateSize, roster.Members.Count));
        Assert.Equal(MemberStatus.Invited, roster.Members.Single(m => m.Code == "SWE").Status);
        Assert.Equal(("Mark Rutte", "Prime Minister (caretaker)"), (netherlands.Member.HeadOfGovernment, netherlands.Member.Office));
        Assert.Equal([2.0, 2.05], netherlands.DefenceExpenditure.Where(d => d.Year == 2024).Select(d => d.PercentOfGdp));
        Assert.All(netherlands.DefenceExpenditure.Where(d => d.Year >= 2023), d => Assert.True(d.Estimate));
    }

    [Fact]
    public void It_prints_what_a_person_can_read()
    {
        var page = string.Join('\n', standalone.Output);

        Assert.All(standalone.Output, line => Assert.InRange(line.Length, 0, 110));
        Assert.DoesNotContain('\u001b', page);
        Assert.Empty(standalone.Errors);
        foreach (var expected in (string[])["Mark Rutte (DECLARED)", "UNOPPOSED", "31 members", "4 support (2 on record, 2 off)",
            "Hungary, Türkiye", "Netherlands", "about 20 of 31", "from 4 to 28", "off record  UNNAMED: unnamed official"])
            Assert.Contains(expected, page, StringComparison.Ordinal);
    }

    [CurlFact]
    public async Task The_printed_lines_work_as_they_are_printed()
    {
        var record = standalone.Command("/positions");
        var read = await PrintedLines.PasteAsync(standalone.Command("/standing"));
        var recorded = await PrintedLines.PasteAsync(record);
        var again = await PrintedLines.PasteAsync(record);

        Assert.Equal(4, JsonDocument.Parse(read).RootElement.GetProperty("standing").GetProperty("counts").GetProperty("supports").GetInt32());
        Assert.Equal("mark-rutte", JsonDocument.Parse(recorded).RootElement.GetProperty("position").GetProperty("candidate").GetString());
        Assert.Equal(recorded, again);
        await The_standing_is_the_reported_one();
        await The_claim_lies_between_4_and_28();
    }

    [Fact]
    public async Task Reflection_lists_the_services_as_grpcurl_does()
    {
        using var call = new ServerReflection.ServerReflectionClient(standalone.Channel("--consensus-grpc")).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Contains("nato.consensus.v1.Consensus", call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name));
    }

    [Fact]
    public async Task The_cache_answers_a_Redis_client()
    {
        await using var redis = await CacheClient.ConnectAsync($"127.0.0.1:{standalone.Port("--cache")}");

        Assert.Equal("PONG", (await redis.GetDatabase().ExecuteAsync("PING")).ToString());
    }

    private async Task<Standing> StandingAsync(Sourcing from = Sourcing.Unspecified) => (await standalone.Consensus.GetStandingAsync(
        new() { Selection = Case, Candidate = "mark-rutte", AsOf = AsOf, CountsFrom = from })).Standing;

    private static IEnumerable<string> Of(Standing standing, Stance stance) => standing.Members.Where(m => m.Stance == stance).Select(m => m.Member);
}
