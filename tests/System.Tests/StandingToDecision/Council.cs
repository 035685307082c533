using Google.Type;
using Microsoft.Data.Sqlite;
using Nato.Candidates.V1;
using Nato.Record.V1;
using CandidatesClient = Nato.Candidates.V1.Candidates.CandidatesClient;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;
using MembersClient = Nato.Members.V1.Members.MembersClient;

namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>All three services as processes, Consensus as several on one journal; and a roster of five.</summary>
internal sealed class Council : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly ServiceProcess members;

    private Council(int replicas, Stores stores)
    {
        Journal = stores.Consensus ?? DataSource("consensus");
        IReadOnlyList<string> cache = stores.Cache is null ? [] : [$"--ConnectionStrings:cache={stores.Cache}"];
        IReadOnlyList<string> common = [.. stores.Settings ?? [], .. cache];
        members = new("Members", stores.Members ?? DataSource("members"), common);
        var toMembers = $"--services:members:grpc:0={members.GrpcAddress}";
        Candidates = new("Candidates", stores.Candidates ?? DataSource("candidates"), [toMembers, .. common]);
        Replicas = [.. Enumerable.Range(0, replicas).Select(_ => new ServiceProcess(
            "Consensus", Journal, [toMembers, $"--services:candidates:grpc:0={Candidates.GrpcAddress}", .. common]))];
    }

    /// <summary>The members of the roster.</summary>
    public static IReadOnlyList<string> States { get; } = ["BEL", "CAN", "DNK", "FRA", "NOR"];

    /// <summary>The journal of Consensus, as a connection string.</summary>
    public string Journal { get; }

    /// <summary>The file of that journal, if it is SQLite's.</summary>
    public string JournalFile => new SqliteConnectionStringBuilder(Journal).DataSource;

    /// <summary>The process that appoints.</summary>
    public ServiceProcess Candidates { get; }

    /// <summary>The processes of Consensus.</summary>
    public IReadOnlyList<ServiceProcess> Replicas { get; }

    public MembersClient Roster => new(members.Channel);

    public CandidatesClient Slates => new(Candidates.Channel);

    public ConsensusClient Consensus => new(Replicas[0].Channel);

    private static Source Source => new() { Citation = "Minutes" };

    /// <summary>Starts everything and waits until it is ready.</summary>
    /// <param name="replicas">How many processes of Consensus.</param>
    /// <param name="journal">Their journal; a SQLite file if null.</param>
    public static Task<Council> MeetAsync(int replicas, string? journal = null) => MeetAsync(replicas, new Stores(journal));

    /// <summary>Starts everything and waits until it is ready.</summary>
    /// <param name="replicas">How many processes of Consensus.</param>
    /// <param name="stores">Where they keep what they have.</param>
    public static async Task<Council> MeetAsync(int replicas, Stores stores)
    {
        var council = new Council(replicas, stores);
        // All at once: those that share a journal find it empty together.
        await Task.WhenAll(council.All.Select(process => process.ReadyAsync()));
        foreach (var state in States)
        {
            await council.Roster.InviteMemberAsync(new() { Code = state, DisplayName = $"State of {state}" });
            await council.Roster.AccedeMemberAsync(new() { Code = state, Date = new() { Year = 1949, Month = 8, Day = 24 } });
        }
        return council;
    }

    /// <summary>Opens a vacancy and a selection of the same name, with one declared candidate.</summary>
    public async Task<string> SelectAsync(string name)
    {
        await Slates.OpenVacancyAsync(new() { VacancyId = name, Post = "Secretary General", FallsVacantOn = new() { Year = 2030 }, Source = Source });
        await Slates.RegisterCandidateAsync(new() { Vacancy = name, CandidateId = Candidate, Name = "Ada North", Nationality = States[0] });
        await Slates.RecordCandidacyAsync(new()
        {
            Vacancy = name,
            Candidate = Candidate,
            Status = CandidacyStatus.Declared,
            Sourcing = Sourcing.Named,
            Source = Source,
            Date = new Date { Year = 2024, Month = 2, Day = 22 },
        });
        await Consensus.OpenSelectionAsync(new() { SelectionId = name, Vacancy = name, Rule = new() { CountsFrom = Sourcing.Named } });
        return name;
    }

    /// <summary>The one candidate of every slate.</summary>
    public const string Candidate = "ada-north";

    public async ValueTask DisposeAsync()
    {
        foreach (var process in All) await process.DisposeAsync();
        folder.Dispose();
    }

    private IEnumerable<ServiceProcess> All => [members, Candidates, .. Replicas];

    private string DataSource(string service) => $"Data Source={folder[$"{service}.db"]}";
}

/// <summary>
/// Where services keep what they have, as connection strings: a SQLite file each and no cache, unless told otherwise. What else each is told.
/// </summary>
internal sealed record Stores(string? Consensus = null, string? Members = null, string? Candidates = null, string? Cache = null,
    IReadOnlyList<string>? Settings = null);
