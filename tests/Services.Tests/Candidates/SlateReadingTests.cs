using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Nato.Candidates.V1;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Candidates;

/// <summary>Four candidacies, of which two steps were entered a minute later than the rest.</summary>
public sealed class FourCandidacies : ServiceFixture
{
    /// <summary>The moment between the entries.</summary>
    public Timestamp BeforeDeclaration { get; private set; } = new();

    /// <inheritdoc />
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var (code, name) in new[] { ("NLD", "Netherlands"), ("EST", "Estonia"), ("LVA", "Latvia"), ("DNK", "Denmark") })
            await this.JoinAsync(code, name, On(2004));
        await this.OpenVacancyAsync();
        await this.RegisterAsync("Mark Rutte", "NLD");
        await this.RegisterAsync("Kaja Kallas", "EST");
        await this.RegisterAsync("Krišjānis Kariņš", "LVA");
        await this.RegisterAsync("Mette Frederiksen", "DNK");
        await RecordAsync("kaja-kallas", CandidacyStatus.Interested, On(2023));
        await RecordAsync("krisjanis-karins", CandidacyStatus.Interested, On(2023));
        await RecordAsync("mette-frederiksen", CandidacyStatus.RuledOut, On(2024, 2, 22));
        BeforeDeclaration = Timestamp.FromDateTimeOffset(Clock.GetUtcNow());
        Clock.Advance(TimeSpan.FromMinutes(1));
        await RecordAsync("mette-frederiksen", CandidacyStatus.Mentioned, On(2023, 5));
        await RecordAsync("mark-rutte", CandidacyStatus.Declared, On(2024, 2, 22));
    }

    private async Task RecordAsync(string candidate, CandidacyStatus status, Google.Type.Date date) =>
        await Candidates.RecordCandidacyAsync(Step(candidate, status, date));
}

/// <summary>What a slate answers: as of a day, as known at a moment, by name, by status, page by page, over REST.</summary>
public sealed class SlateReadingTests(FourCandidacies services) : IClassFixture<FourCandidacies>
{
    [Fact]
    public async Task An_older_step_entered_later_stands_in_the_order_of_the_dates()
    {
        var reply = await services.Candidates.GetCandidateAsync(new() { Vacancy = SecretaryGeneral, Candidate = "mette-frederiksen" });

        Assert.Equal(["Mentioned", "RuledOut"], reply.Candidate.History.Select(h => h.Status.ToString()));
        Assert.Equal(CandidacyStatus.RuledOut, reply.Candidate.Status);
    }

    [Fact]
    public async Task As_of_an_earlier_day_later_steps_have_not_happened()
    {
        var reply = await services.Candidates.GetCandidateAsync(
            new() { Vacancy = SecretaryGeneral, Candidate = "mette-frederiksen", AsOf = On(2024, 2, 21) });

        Assert.Equal(CandidacyStatus.Mentioned, reply.Candidate.Status);
        Assert.Equal(CandidacyStatus.Mentioned, Assert.Single(reply.Candidate.History).Status);
    }

    [Fact]
    public async Task As_known_at_an_earlier_moment_later_entries_are_not_there()
    {
        var rutte = await services.Candidates.GetCandidateAsync(
            new() { Vacancy = SecretaryGeneral, Candidate = "mark-rutte", KnownAt = services.BeforeDeclaration });
        var frederiksen = await services.Candidates.GetCandidateAsync(
            new() { Vacancy = SecretaryGeneral, Candidate = "mette-frederiksen", KnownAt = services.BeforeDeclaration });

        Assert.Equal(CandidacyStatus.Unspecified, rutte.Candidate.Status);
        Assert.Equal(CandidacyStatus.RuledOut, Assert.Single(frederiksen.Candidate.History).Status);
    }

    [Theory]
    [InlineData("karins", "krisjanis-karins")]
    [InlineData("KARIŅŠ kris", "krisjanis-karins")]
    [InlineData("ka", "kaja-kallas krisjanis-karins")]
    [InlineData("allas", "")]
    [InlineData("", "kaja-kallas krisjanis-karins mark-rutte mette-frederiksen")]
    public async Task A_candidate_is_found_by_the_beginnings_of_words(string name, string found)
    {
        var reply = await services.Candidates.ListCandidatesAsync(new() { Vacancy = SecretaryGeneral, Name = name });

        Assert.Equal(found, string.Join(' ', reply.Candidates.Select(c => c.Id)));
    }

    [Fact]
    public async Task A_slate_is_filtered_by_the_status_of_the_day()
    {
        var request = new ListCandidatesRequest { Vacancy = SecretaryGeneral, Status = CandidacyStatus.Mentioned };
        Assert.Empty((await services.Candidates.ListCandidatesAsync(request)).Candidates);

        request.AsOf = On(2023, 6, 1);
        Assert.Equal("mette-frederiksen", Assert.Single((await services.Candidates.ListCandidatesAsync(request)).Candidates).Id);
    }

    [Fact]
    public async Task Slates_and_vacancies_are_paged_to_the_end_and_a_list_tells_how_fresh_it_is()
    {
        await using var others = await ServiceFixture.StartAsync();
        foreach (var vacancy in (string[])["chair-2025", "deputy-2024", SecretaryGeneral]) await others.OpenVacancyAsync(vacancy);

        var first = await others.Candidates.ListVacanciesAsync(new() { PageSize = 2 });
        var second = await others.Candidates.ListVacanciesAsync(
            new() { PageSize = 2, PageToken = first.NextPageToken, AtLeastAsFresh = first.RevisionToken });
        Assert.Equal(["chair-2025", "deputy-2024"], first.Vacancies.Select(v => v.Id));
        Assert.Equal([SecretaryGeneral], second.Vacancies.Select(v => v.Id));
        Assert.Empty(second.NextPageToken);

        var slate = await services.Candidates.ListCandidatesAsync(new() { Vacancy = SecretaryGeneral, PageSize = 3 });
        var rest = await services.Candidates.ListCandidatesAsync(
            new() { Vacancy = SecretaryGeneral, PageSize = 3, PageToken = slate.NextPageToken, AtLeastAsFresh = slate.RevisionToken, FullyConsistent = true });
        Assert.Equal((3, "mette-frederiksen", ""), (slate.Candidates.Count, Assert.Single(rest.Candidates).Id, rest.NextPageToken));
    }

    [Fact]
    public async Task The_same_goes_through_REST()
    {
        var rest = services["candidates"].Rest;
        var source = new { citation = "report" };

        await rest.PostAsJsonAsync("/v1/vacancies", new { post = "Chair", fallsVacantOn = new { year = 2024 }, source });
        await rest.PostAsJsonAsync("/v1/vacancies/chair-2024/candidates", new { name = "Ann Óg", nationality = "EST" });
        await rest.PostAsJsonAsync("/v1/vacancies/chair-2024/candidates/ann-og:record", new
        {
            status = "CANDIDACY_STATUS_DECLARED",
            sourcing = "SOURCING_NAMED",
            source,
            date = new { year = 2024 },
        });
        using var appoint = new HttpRequestMessage(HttpMethod.Post, "/v1/vacancies/chair-2024/candidates/ann-og:appoint");
        appoint.Headers.Add("nato-actor", "consensus");
        appoint.Content = JsonContent.Create(new { selection = "chair", decidedOn = new { year = 2024, month = 2, day = 1 } });
        await rest.SendAsync(appoint);

        var vacancy = (await rest.GetFromJsonAsync<JsonNode>("/v1/vacancies/chair-2024"))!["vacancy"]!;
        var candidate = (await rest.GetFromJsonAsync<JsonNode>("/v1/vacancies/chair-2024/candidates/ann-og"))!["candidate"]!;
        var slate = (await rest.GetFromJsonAsync<JsonNode>("/v1/vacancies/chair-2024/candidates?name=og&status=CANDIDACY_STATUS_APPOINTED"))!;
        Assert.Equal("VACANCY_STATE_FILLED", (string?)vacancy["state"]);
        Assert.Equal("consensus", (string?)candidate["history"]![1]!["recorded"]!["actor"]);
        Assert.Single(slate["candidates"]!.AsArray());
    }
}
