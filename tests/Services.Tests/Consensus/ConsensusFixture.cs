using Nato.Candidates.V1;
using Nato.Consensus.V1;
using NatoServices.Consensus;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;
using Sourcing = Nato.Record.V1.Sourcing;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>All three services; a roster of three members and one invited state, and a slate with one declared candidate.</summary>
public class ConsensusFixture : ServiceFixture
{
    /// <summary>The candidate.</summary>
    public const string Rutte = "mark-rutte";

    /// <summary>A client of the Consensus service.</summary>
    public ConsensusClient Consensus => new(this["consensus"].Channel);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);
        await this.JoinAsync("FRA", "France", On(1949, 8, 24));
        await this.JoinAsync("NLD", "Netherlands", On(1949, 8, 24));
        await this.JoinAsync("POL", "Poland", On(1999, 3, 12));
        await this.JoinAsync("SWE", "Sweden");
        await this.OpenVacancyAsync();
        await this.RegisterAsync("Mark Rutte", "NLD");
        await Candidates.RecordCandidacyAsync(Step(Rutte, CandidacyStatus.Declared, On(2024, 2, 22)));
    }

    /// <summary>Opens a selection of its own for a test.</summary>
    public async Task<string> OpenAsync(string selection, Sourcing countsFrom = Sourcing.Unnamed, bool presentingMemberSupports = false)
    {
        await Consensus.OpenSelectionAsync(new()
        {
            SelectionId = selection,
            Vacancy = SecretaryGeneral,
            Rule = new() { CountsFrom = countsFrom, PresentingMemberSupports = presentingMemberSupports },
        });
        return selection;
    }

    /// <summary>A request to record a position; the caller changes what the test is about.</summary>
    public static RecordPositionRequest Position(string selection, string member, Stance stance, params string[] conditions) => new()
    {
        Selection = selection,
        Candidate = Rutte,
        Member = member,
        Stance = stance,
        Conditions = { conditions },
        Sourcing = Sourcing.Named,
        Source = Source,
        TakenOn = On(2024, 2, 22),
    };

    /// <summary>Consensus anew, as a process that remembers nothing.</summary>
    public async Task RestartAsync()
    {
        await StopAsync("consensus");
        await HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync);
    }

    /// <summary>Has a process that remembers nothing meet a selection, and waits until the cache holds what it leaves there in the background.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="read">Reads the keys of the cache.</param>
    /// <param name="areKept">Whether all are there.</param>
    public async Task LeaveInCacheAsync(string selection, Func<Task<IReadOnlyList<string>>> read, Predicate<IReadOnlyList<string>> areKept)
    {
        Clock.Advance(Timings.Default.Lease);
        await RestartAsync();
        await StandingAsync(selection);
        await Waiting.UntilAsync(read, areKept);
    }

    /// <summary>What a process that remembers nothing answers from what is in the cache.</summary>
    public async Task<GetStandingResponse> AnswerFromCacheAsync(GetStandingRequest request)
    {
        await RestartAsync();
        return await Consensus.GetStandingAsync(request);
    }

    /// <summary>Where the candidate stands, as of the reported day unless said otherwise, with nothing that was only last known.</summary>
    public async Task<Standing> StandingAsync(string selection, Action<GetStandingRequest>? ask = null)
    {
        var request = new GetStandingRequest { Selection = selection, Candidate = Rutte, AsOf = On(2024, 2, 22) };
        ask?.Invoke(request);
        var reply = await Consensus.GetStandingAsync(request);
        Assert.Empty(reply.LastKnown);
        return reply.Standing;
    }
}
