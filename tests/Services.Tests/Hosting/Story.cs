using Google.Type;
using Nato.Candidates.V1;
using Nato.Record.V1;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>The usual beginning of a test: states on the roster, a vacancy, a candidate.</summary>
public static class Story
{
    /// <summary>The vacancy that <see cref="OpenVacancyAsync"/> opens.</summary>
    public const string SecretaryGeneral = "secretary-general-2024";

    /// <summary>Some source.</summary>
    public static Source Source => new() { Citation = "Wire report of 22 February 2024", Name = "a diplomat" };

    /// <summary>A date, as precise as it is given.</summary>
    public static Date On(int year, int month = 0, int day = 0) => new() { Year = year, Month = month, Day = day };

    /// <summary>A state is invited and, if a date is given, accedes.</summary>
    public static async Task JoinAsync(this ServiceFixture services, string code, string name, Date? accession = null)
    {
        await services.Members.InviteMemberAsync(new() { Code = code, DisplayName = name });
        if (accession is not null) await services.Members.AccedeMemberAsync(new() { Code = code, Date = accession });
    }

    /// <summary>The post falls vacant in October 2024.</summary>
    public static async Task<OpenVacancyResponse> OpenVacancyAsync(this ServiceFixture services, string vacancy = SecretaryGeneral) =>
        await services.Candidates.OpenVacancyAsync(new()
        {
            VacancyId = vacancy,
            Post = "Secretary General",
            Incumbent = new() { Name = "Jens Stoltenberg", Since = On(2014, 10, 1) },
            FallsVacantOn = On(2024, 10),
            Source = Source,
        });

    /// <summary>A person comes on the slate.</summary>
    public static async Task<RegisterCandidateResponse> RegisterAsync(this ServiceFixture services, string name, string nationality) =>
        await services.Candidates.RegisterCandidateAsync(new() { Vacancy = SecretaryGeneral, Name = name, Nationality = nationality });

    /// <summary>A request to record a step; the caller changes what the test is about.</summary>
    public static RecordCandidacyRequest Step(string candidate, CandidacyStatus status, Date date) => new()
    {
        Vacancy = SecretaryGeneral,
        Candidate = candidate,
        Status = status,
        Sourcing = Sourcing.ThirdParty,
        Source = Source,
        Date = date,
    };
}
