using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>One case of cases.yaml.</summary>
public sealed class StandingCase
{
    public string Case { get; set; } = "";

    public Dictionary<string, string> Members { get; set; } = [];

    public CaseRule Rule { get; set; } = new();

    public CasePresentation? Presented { get; set; }

    public List<CaseEntry> Entries { get; set; } = [];

    public CaseStanding Standing { get; set; } = new();

    public CaseStanding? StandingBefore { get; set; }

    public static IReadOnlyList<StandingCase> ReadAll() => CaseFile.Read<StandingCase>("Standing/cases.yaml");

    public Roster Roster => new(1, [.. Members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => new RosterState(m.Key, m.Key, PeriodsOf(m.Value)))]);

    public IReadOnlyList<CandidacyStep> Steps => Presented is null ? [] :
        [new(CandidacyStatus.Presented, PartialDate.Parse(Presented.On)!.Value, Enums.Parse<Sourcing>(Presented.Sourcing), new(Citation: "case"), Presented.By)];

    /// <summary>"invited", "1949" or "1949 to 2024-01-01".</summary>
    private static List<RosterPeriod> PeriodsOf(string text)
    {
        if (text == "invited") return [new(false, default)];
        var parts = text.Split(" to ");
        var periods = new List<RosterPeriod> { new(true, PartialDate.Parse(parts[0])!.Value) };
        if (parts.Length > 1) periods.Add(new(false, PartialDate.Parse(parts[1])!.Value));
        return periods;
    }
}

public sealed class CaseRule
{
    public string CountsFrom { get; set; } = "UNNAMED";

    public bool PresentingMemberSupports { get; set; }
}

public sealed class CasePresentation
{
    public string By { get; set; } = "";

    public string On { get; set; } = "";

    public string Sourcing { get; set; } = "";
}

public sealed class CaseEntry
{
    public string Candidate { get; set; } = "x";

    public string? Member { get; set; }

    public string Stance { get; set; } = "SUPPORTS";

    public string Sourcing { get; set; } = "THIRD_PARTY";

    public string TakenOn { get; set; } = "";

    public string? On { get; set; }

    public List<string> Conditions { get; set; } = [];

    public string? Retract { get; set; }

    public string? Discharge { get; set; }

    public string Condition { get; set; } = "";

    public int? Claim { get; set; }

    public int Of { get; set; }

    public bool Approximate { get; set; }

    public List<string> Excepts { get; set; } = [];

    public PartialDate Date => PartialDate.Parse(TakenOn)!.Value;

    /// <summary>Noon of the day on which it was entered.</summary>
    public DateTimeOffset EnteredAt => new(((On is null ? Date : PartialDate.Parse(On)!.Value).FirstDay).ToDateTime(new(12, 0)), TimeSpan.Zero);
}

public sealed class CaseStanding
{
    public string AsOf { get; set; } = "";

    public string? KnownAt { get; set; }

    public string State { get; set; } = "";

    public Dictionary<string, int>? Counts { get; set; }

    public Dictionary<string, List<string>>? Indications { get; set; }

    public Dictionary<string, List<string>>? Undischarged { get; set; }

    public Dictionary<string, string>? Outstanding { get; set; }

    public List<CaseClaim>? Claims { get; set; }
}

public sealed class CaseClaim
{
    public int Count { get; set; }

    public int From { get; set; }

    public int To { get; set; }

    public bool Within { get; set; }

    public List<string> Contradictions { get; set; } = [];
}

/// <summary>The contracts' words: NO_OBJECTION and the like.</summary>
public static class Enums
{
    public static TEnum Parse<TEnum>(string name) where TEnum : struct, Enum => Enum.Parse<TEnum>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
