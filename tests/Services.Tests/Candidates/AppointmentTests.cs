using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nato.Candidates.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Candidates;

/// <summary>Somebody is appointed, the decision doesn't come to pass, and the slate goes on, through gRPC.</summary>
public sealed class AppointmentTests : IAsyncLifetime
{
    private static readonly Metadata AsConsensus = new() { { "nato-actor", "consensus" } };

    private ServiceFixture services = null!;

    public async Task InitializeAsync()
    {
        services = await ServiceFixture.StartAsync();
        await services.JoinAsync("NLD", "Netherlands", On(1949, 8, 24));
        await services.OpenVacancyAsync();
        foreach (var name in (string[])["Ann", "Bo", "Cy"]) await services.RegisterAsync(name, "NLD");
        await services.Candidates.RecordCandidacyAsync(Step("ann", CandidacyStatus.Declared, On(2023, 10)));
        await services.Candidates.RecordCandidacyAsync(Step("bo", CandidacyStatus.Declared, On(2023, 11)));
        await services.Candidates.RecordCandidacyAsync(Step("cy", CandidacyStatus.RuledOut, On(2023, 12)));
    }

    public Task DisposeAsync() => services.DisposeAsync();

    [Fact]
    public async Task An_appointment_closes_the_other_candidacies_that_were_active()
    {
        var before = Now();
        var appointed = await AppointAsync("ann", "appoint");

        Assert.Null(appointed.Candidate.Closed);
        var bo = await ReadAsync("bo");
        Assert.Equal((CandidacyStatus.Declared, "consensus"), (bo.Status, bo.Closed.Actor));
        Assert.Equal(appointed.Candidate.History[^1].Recorded, bo.Closed);
        Assert.Null((await ReadAsync("cy")).Closed);

        Assert.Null((await ReadAsync("bo", new() { AsOf = On(2024, 2, 19) })).Closed);
        Assert.Null((await ReadAsync("bo", new() { KnownAt = before })).Closed);
        var slate = (await services.Candidates.ListCandidatesAsync(new() { Vacancy = SecretaryGeneral })).Candidates;
        Assert.Equal([null, bo.Closed, null], slate.Select(c => c.Closed));
    }

    [Fact]
    public async Task A_revocation_opens_the_vacancy_again_and_another_can_be_appointed()
    {
        var ann = await ReadAsync("ann");
        await AppointAsync("ann", "appoint");
        var appointed = Now();
        var revoked = await RevokeAsync("ann", "revoke");

        Assert.Equal(ann, revoked.Candidate);
        Assert.Null((await ReadAsync("bo")).Closed);
        Assert.Equal((VacancyState.Open, ""), await FilledAsync());
        await services.Candidates.RecordCandidacyAsync(Step("ann", CandidacyStatus.Withdrawn, On(2024, 2, 21)));
        await AppointAsync("bo", "appoint-another");

        Assert.Equal((VacancyState.Filled, "bo"), await FilledAsync());
        Assert.Equal((VacancyState.Filled, "ann"), await FilledAsync(appointed));
        Assert.Equal(CandidacyStatus.Appointed, (await ReadAsync("ann", new() { KnownAt = appointed })).Status);
        Assert.NotNull((await ReadAsync("bo", new() { KnownAt = appointed })).Closed);
        Assert.Equal(["Declared", "Withdrawn"], (await ReadAsync("ann")).History.Select(h => h.Status.ToString()));
    }

    [Fact]
    public async Task The_same_candidate_can_be_appointed_again_by_an_entry_of_its_own()
    {
        var first = await AppointAsync("ann", "appoint");
        await RevokeAsync("ann", "revoke");
        var second = await AppointAsync("ann", "appoint-again");

        Assert.Equal(["Declared", "Appointed"], second.Candidate.History.Select(h => h.Status.ToString()));
        Assert.Equal(first.Candidate.History[^1].Recorded.Revision + 2, second.Candidate.History[^1].Recorded.Revision);
        Assert.Equal((VacancyState.Filled, "ann"), await FilledAsync());
    }

    [Fact]
    public async Task An_appointment_repeated_after_its_revocation_is_answered_as_before_and_appoints_nobody()
    {
        var appointed = await AppointAsync("ann", "appoint");
        await RevokeAsync("ann", "revoke");

        Assert.Equal(appointed, await AppointAsync("ann", "appoint"));
        Assert.Equal((VacancyState.Open, ""), await FilledAsync());
    }

    [Fact]
    public async Task A_revocation_repeated_after_another_appointment_is_answered_as_before_and_revokes_nothing()
    {
        await AppointAsync("ann", "appoint");
        var revoked = await RevokeAsync("ann", "revoke");
        await AppointAsync("ann", "appoint-again");

        Assert.Equal(revoked, await RevokeAsync("ann", "revoke"));
        Assert.Equal((VacancyState.Filled, "ann"), await FilledAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("another-request")]
    public async Task What_was_revoked_before_is_answered_alike_at_the_same_revision(string request)
    {
        await AppointAsync("ann", "appoint");
        var revoked = await RevokeAsync("ann", "revoke");

        Assert.Equal(revoked, await RevokeAsync("ann", request));
    }

    [Fact]
    public async Task What_somebody_else_or_another_selection_fills_is_not_revoked()
    {
        await AppointAsync("ann", "appoint");

        var bo = await RevokeAsync("bo", "");
        await RevokeAsync("ann", "", "another");

        Assert.Equal(await ReadAsync("bo"), bo.Candidate);
        Assert.Equal((VacancyState.Filled, "ann"), await FilledAsync());
    }

    /// <summary>This moment, which is over when it is given out: whatever follows is entered later.</summary>
    private Timestamp Now()
    {
        var now = Timestamp.FromDateTimeOffset(services.Clock.GetUtcNow());
        services.Clock.Advance(TimeSpan.FromMinutes(1));
        return now;
    }

    private async Task<AppointResponse> AppointAsync(string candidate, string request) => await services.Candidates.AppointAsync(
        new() { Vacancy = SecretaryGeneral, Candidate = candidate, Selection = "sg-2024", DecidedOn = On(2024, 2, 20), RequestId = request },
        AsConsensus);

    private async Task<RevokeAppointmentResponse> RevokeAsync(string candidate, string request, string selection = "sg-2024") =>
        await services.Candidates.RevokeAppointmentAsync(
            new() { Vacancy = SecretaryGeneral, Candidate = candidate, Selection = selection, Reason = "Silence was broken.", RequestId = request },
            AsConsensus);

    private async Task<Candidate> ReadAsync(string candidate, GetCandidateRequest? reading = null)
    {
        var request = reading ?? new();
        (request.Vacancy, request.Candidate) = (SecretaryGeneral, candidate);
        return (await services.Candidates.GetCandidateAsync(request)).Candidate;
    }

    private async Task<(VacancyState State, string Appointed)> FilledAsync(Timestamp? knownAt = null)
    {
        var vacancy = (await services.Candidates.GetVacancyAsync(new() { Vacancy = SecretaryGeneral, KnownAt = knownAt })).Vacancy;
        return (vacancy.State, vacancy.Appointed);
    }
}
