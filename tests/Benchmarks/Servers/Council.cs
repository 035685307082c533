using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Nato.Candidates.V1;
using Nato.Consensus.V1;
using Nato.Record.V1;

namespace NatoServices.Benchmarks.Servers;

/// <summary>What the benchmarks record: an alliance of 32 members, and selections of one candidate.</summary>
internal static class Council
{
    /// <summary>The candidate of every selection.</summary>
    public const string Candidate = "mark-rutte";

    /// <summary>The members.</summary>
    public static IReadOnlyList<string> States { get; } =
    [
        "ALB", "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN", "ISL",
        "ITA", "LTU", "LUX", "LVA", "MKD", "MNE", "NLD", "NOR", "POL", "PRT", "ROU", "SVK", "SVN", "SWE", "TUR", "USA",
    ];

    /// <summary>The day of every statement and every reading.</summary>
    public static Date Day => new() { Year = 2024, Month = 2, Day = 22 };

    private static Source Source => new() { Citation = "Wire report of 22 February 2024", Name = "a diplomat" };

    /// <summary>Records the roster and opens selections, which bear no position yet.</summary>
    /// <param name="system">Where.</param>
    /// <param name="selections">Which.</param>
    /// <param name="isFirst">Whether the roster is yet to be recorded.</param>
    public static async Task OpenAsync(NatoSystem system, IEnumerable<string> selections, bool isFirst = true)
    {
        foreach (var state in isFirst ? States : [])
        {
            await system.Members.InviteMemberAsync(new() { Code = state, DisplayName = $"State of {state}" });
            await system.Members.AccedeMemberAsync(new() { Code = state, Date = new() { Year = 1949, Month = 8, Day = 24 } });
        }
        await Task.WhenAll(selections.Select(async selection =>
        {
            await system.Candidates.OpenVacancyAsync(new() { VacancyId = selection, Post = "Secretary General", FallsVacantOn = new() { Year = 2024, Month = 10 }, Source = Source });
            await system.Candidates.RegisterCandidateAsync(new() { Vacancy = selection, CandidateId = Candidate, Name = "Mark Rutte", Nationality = "NLD" });
            await system.Candidates.RecordCandidacyAsync(new()
            {
                Vacancy = selection,
                Candidate = Candidate,
                Status = CandidacyStatus.Declared,
                Sourcing = Sourcing.Named,
                Source = Source,
                Date = Day,
            });
            await system.Consensus.OpenSelectionAsync(new() { SelectionId = selection, Vacancy = selection, Rule = new() { CountsFrom = Sourcing.Unnamed } });
        }));
    }

    /// <summary>So many positions, of one member after another; one of each unless said otherwise.</summary>
    public static Task TakePositionsAsync(NatoSystem system, string selection, int count = 32) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 },
        async (number, ct) => await system.Consensus.RecordPositionAsync(Position(selection, States[number % States.Count], number), cancellationToken: ct));

    /// <summary>A position of a member. Its stance follows from its number, so that readings in between differ.</summary>
    public static RecordPositionRequest Position(string selection, string state, int number = 0) => new()
    {
        Selection = selection,
        Candidate = Candidate,
        Member = state,
        Stance = (number / States.Count % 2) is 0 ? Stance.Supports : Stance.NoObjection,
        Sourcing = Sourcing.Institution,
        Source = Source,
        TakenOn = Day,
    };

    /// <summary>The standing.</summary>
    public static GetStandingRequest Standing(string selection, Timestamp? knownAt = null) => new()
    {
        Selection = selection,
        Candidate = Candidate,
        AsOf = Day,
        KnownAt = knownAt,
    };

    /// <summary>How many bytes an entry takes in the record.</summary>
    public static async Task<int> EntryBytesAsync(NatoSystem system, string selection)
    {
        var entries = await system.Consensus.ListEntriesAsync(new() { Selection = selection, PageSize = 1, AfterRevision = 1 });
        var entry = entries.Entries[0];
        // What the journal keeps of it: body, kind, actor, stream, revision, time, hash.
        return ByteString.CopyFromUtf8(entry.Body + entry.Kind + entry.Recorded.Actor + selection).Length + 8 + 8 + 32;
    }
}
