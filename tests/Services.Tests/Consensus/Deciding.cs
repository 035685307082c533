using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Candidates;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>What tests of silence and decisions ask and read over and over.</summary>
internal static class Deciding
{
    /// <summary>The draft.</summary>
    public const string Draft = "Mark Rutte is appointed Secretary General.";

    /// <summary>Services of its own for a test after which the vacancy is filled.</summary>
    public static async Task<ConsensusFixture> StartAsync(params string[] settings)
    {
        var services = new ConsensusFixture { Overrides = settings };
        await services.InitializeAsync();
        return services;
    }

    /// <summary>Who acts.</summary>
    public static Metadata By(string actor) => new() { { "nato-actor", actor } };

    /// <summary>A request to open silence for a while; the caller changes what the test is about.</summary>
    public static OpenSilenceRequest Opening(string selection, TimeSpan runs) =>
        new() { Selection = selection, Candidate = Rutte, Text = Draft, Duration = runs.ToDuration() };

    /// <summary>Silence for a while.</summary>
    public static async Task<Silence> OpenSilenceAsync(this ConsensusFixture services, string selection, TimeSpan runs) =>
        (await services.Consensus.OpenSilenceAsync(Opening(selection, runs))).Silence;

    /// <summary>A request to break silence.</summary>
    public static BreakSilenceRequest Breaking(Silence silence, string member, string reason = "We need more time.") =>
        new() { Selection = silence.Selection, Silence = silence.Id, Member = member, Reason = reason };

    /// <summary>A request to take a draft back.</summary>
    public static WithdrawSilenceRequest Withdrawal(Silence silence) =>
        new() { Selection = silence.Selection, Silence = silence.Id, Reason = "taken back" };

    /// <summary>The draft is taken back.</summary>
    public static async Task WithdrawAsync(this ConsensusFixture services, Silence silence) =>
        await services.Consensus.WithdrawSilenceAsync(Withdrawal(silence));

    /// <summary>A decision of the table.</summary>
    public static async Task<Decision> DeclareAsync(this ConsensusFixture services, string selection, string candidate = Rutte) =>
        (await services.Consensus.DeclareDecisionAsync(new() { Selection = selection, Candidate = candidate, Text = Draft })).Decision;

    /// <summary>The silence by now, or as known earlier.</summary>
    public static async Task<Silence> ReadAsync(this ConsensusFixture services, Silence silence, Timestamp? knownAt = null) =>
        (await services.Consensus.GetSilenceAsync(new() { Selection = silence.Selection, Silence = silence.Id, KnownAt = knownAt })).Silence;

    /// <summary>The selection by now, or as known earlier.</summary>
    public static async Task<Selection> SelectionAsync(this ConsensusFixture services, string selection, Timestamp? knownAt = null) =>
        (await services.Consensus.GetSelectionAsync(new() { Selection = selection, KnownAt = knownAt })).Selection;

    /// <summary>The decision in force, or that of an id.</summary>
    public static async Task<Decision> DecisionAsync(
        this ConsensusFixture services, string selection, string decision = "", Timestamp? knownAt = null) =>
        (await services.Consensus.GetDecisionAsync(new() { Selection = selection, Decision = decision, KnownAt = knownAt })).Decision;

    /// <summary>The kinds of a record's entries.</summary>
    public static async Task<IEnumerable<string>> KindsAsync(this ConsensusFixture services, string selection) =>
        (await services.Consensus.ListEntriesAsync(new() { Selection = selection })).Entries.Select(e => e.Kind);

    /// <summary>Waits until the newest decision's appointment has come that far.</summary>
    public static Task<Selection> UntilAsync(this ConsensusFixture services, string selection, DeliveryState state) =>
        services.UntilAsync(() => services.SelectionAsync(selection), found => found.Outcomes.LastOrDefault()?.Delivery.State == state);

    /// <summary>Waits until the silence has come that far.</summary>
    public static Task<Silence> UntilAsync(this ConsensusFixture services, Silence silence, SilenceState state) =>
        services.UntilAsync(() => services.ReadAsync(silence), found => found.State == state);

    /// <summary>The same without hurry, where it is measured when that was.</summary>
    public static Task<Silence> PunctuallyAsync(this ConsensusFixture services, Silence silence, SilenceState state) =>
        services.UntilAsync(() => services.ReadAsync(silence), found => found.State == state, Waiting.Unhurried);

    /// <summary>How many entries of a kind the Candidates service's record has.</summary>
    public static async Task<long> CountAsync(this ServiceFixture services, string kind) =>
        (long)(await services.SqlAsync(CandidatesApp.Identity, $"SELECT count(*) FROM entries WHERE kind = '{kind}'"))!;

    /// <summary>A moment as requests have it.</summary>
    public static Timestamp At(int month, int day, int hour, int minute = 0) =>
        Timestamp.FromDateTime(new(2024, month, day, hour, minute, 0, DateTimeKind.Utc));
}
