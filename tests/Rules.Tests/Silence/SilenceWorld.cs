using System.Collections.Immutable;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What the other services own while a selection runs: who is a member from when until when, who stands, who is appointed.</summary>
internal sealed record SilenceWorld(
    long Revision, ImmutableSortedDictionary<string, (DateOnly From, DateOnly Until)> Members,
    ImmutableDictionary<string, ImmutableList<CandidacyStep>> Slate, string Appointed = "")
{
    public static readonly DateOnly FirstDay = new(2024, 3, 29);

    public static readonly string[] Codes = ["BEL", "FRA", "HUN", "SWE"];

    /// <summary>Sweden is invited; x stands, y is presented by France that day, and z doesn't stand.</summary>
    public static SilenceWorld First { get; } = new(1,
        ImmutableSortedDictionary<string, (DateOnly, DateOnly)>.Empty
            .Add("BEL", (new(1949, 8, 24), DateOnly.MaxValue)).Add("FRA", (new(1949, 8, 24), DateOnly.MaxValue))
            .Add("HUN", (new(1999, 3, 12), DateOnly.MaxValue)).Add("SWE", (DateOnly.MaxValue, DateOnly.MaxValue)),
        ImmutableDictionary<string, ImmutableList<CandidacyStep>>.Empty
            .Add("x", [Step(CandidacyStatus.Declared, new(2024, 3, 1))])
            .Add("y", [Step(CandidacyStatus.Declared, new(2024, 3, 1)), Step(CandidacyStatus.Presented, FirstDay, "FRA")])
            .Add("z", [Step(CandidacyStatus.Interested, new(2024, 3, 1))]));

    public bool IsMember(string code, DateOnly day) => Members.TryGetValue(code, out var was) && was.From <= day && day < was.Until;

    /// <summary>The step that was the last by a day; null if there was none.</summary>
    public CandidacyStep? On(string candidate, DateOnly day) => Slate[candidate].LastOrDefault(s => s.Date.FirstDay <= day);

    public SilenceWorld Accede(string code, DateOnly day) =>
        Members[code].From < DateOnly.MaxValue ? this : With(Members.SetItem(code, (day, DateOnly.MaxValue)));

    public SilenceWorld Leave(string code, DateOnly day) =>
        Members[code].From >= day || Members[code].Until < DateOnly.MaxValue ? this : With(Members.SetItem(code, (Members[code].From, day)));

    /// <summary>One more step of a candidacy, unless it would come before the last one.</summary>
    public SilenceWorld Move(string candidate, CandidacyStatus status, DateOnly day) =>
        Slate[candidate][^1] is var last && (last.Date.FirstDay > day || last.Status == CandidacyStatus.Appointed) ? this
        : this with { Slate = Slate.SetItem(candidate, Slate[candidate].Add(Step(status, day))) };

    public SilenceWorld Appoint(string candidate, DateOnly day) => Move(candidate, CandidacyStatus.Appointed, day) with { Appointed = candidate };

    /// <summary>An appointment is taken back: the candidacy is again what it was.</summary>
    public SilenceWorld Revoke(string candidate) =>
        this with { Appointed = "", Slate = Slate.SetItem(candidate, Slate[candidate].RemoveAll(s => s.Status == CandidacyStatus.Appointed)) };

    public Facts Facts(string candidate) => new(
        new(Revision, [.. Members.Select(m => new RosterState(m.Key, $"the state {m.Key}", [.. Periods(m.Value)]))]),
        new("post", new(2014), Appointed is not "", "the post", Appointed), new(candidate, $"Candidate {candidate}", Slate[candidate]));

    private static IEnumerable<RosterPeriod> Periods((DateOnly From, DateOnly Until) was)
    {
        if (was.From == DateOnly.MaxValue) yield return new(false, default);
        else yield return new(true, PartialDate.Of(was.From));
        if (was.Until < DateOnly.MaxValue) yield return new(false, PartialDate.Of(was.Until));
    }

    private static CandidacyStep Step(CandidacyStatus status, DateOnly day, string by = "") =>
        new(status, PartialDate.Of(day), Sourcing.Named, TestRecord.Source, by);

    private SilenceWorld With(ImmutableSortedDictionary<string, (DateOnly, DateOnly)> members) =>
        this with { Revision = Revision + 1, Members = members };
}
