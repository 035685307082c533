using Grpc.Core;
using Nato.Candidates.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Candidates;

/// <summary>A vacancy from its opening to the appointment, through gRPC.</summary>
public sealed class SlateLifeTests
{
    private static readonly Metadata AsConsensus = new() { { "nato-actor", "consensus" } };

    [Fact]
    public async Task A_vacancy_is_opened_a_candidate_climbs_the_ladder_and_is_appointed()
    {
        await using var services = await ServiceFixture.StartAsync();
        var slate = services.Candidates;
        await services.JoinAsync("NLD", "Netherlands", On(1949, 8, 24));

        var opened = await services.OpenVacancyAsync();
        Assert.Equal(On(2014, 10, 1), opened.Vacancy.NoEarlierThan);
        Assert.Equal(VacancyState.Open, opened.Vacancy.State);
        Assert.Equal("anonymous", opened.Vacancy.Recorded.Actor);

        var registered = await services.RegisterAsync("Mark Rutte", "NLD");
        Assert.Equal("mark-rutte", registered.Candidate.Id);
        Assert.Equal(CandidacyStatus.Unspecified, registered.Candidate.Status);

        await slate.RecordCandidacyAsync(Step("mark-rutte", CandidacyStatus.Interested, On(2023, 10)));
        var presented = Step("mark-rutte", CandidacyStatus.Presented, On(2024, 2, 22));
        presented.PresentedBy = "NLD";
        var candidate = (await slate.RecordCandidacyAsync(presented)).Candidate;
        Assert.Equal(CandidacyStatus.Presented, candidate.Status);
        Assert.Equal(["Interested", "Presented"], candidate.History.Select(h => h.Status.ToString()));

        var appoint = new AppointRequest { Vacancy = SecretaryGeneral, Candidate = "mark-rutte", Selection = "sg-2024", DecidedOn = On(2024, 2, 22) };
        var appointed = await slate.AppointAsync(appoint, AsConsensus);
        Assert.Equal(CandidacyStatus.Appointed, appointed.Candidate.Status);
        Assert.Equal("sg-2024", appointed.Candidate.History[^1].Selection);

        var again = await slate.AppointAsync(appoint, AsConsensus);
        Assert.Equal(appointed, again);

        var filled = (await slate.GetVacancyAsync(new() { Vacancy = SecretaryGeneral })).Vacancy;
        Assert.Equal((VacancyState.Filled, "mark-rutte"), (filled.State, filled.Appointed));
    }
}
