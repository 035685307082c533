using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>The cases of cases.yaml, entered through the rules themselves.</summary>
public sealed class StandingCases
{
    public static IEnumerable<object[]> Cases => StandingCase.ReadAll().Select(c => (object[])[c.Case]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_standing_is_as_the_case_says(string name)
    {
        var given = StandingCase.ReadAll().Single(c => c.Case == name);
        var selection = Enter(given);
        Check(given, selection, given.Standing);
        if (given.StandingBefore is { } before) Check(given, selection, before);
    }

    private static Selection Enter(StandingCase given)
    {
        var rule = new Rule(Enums.Parse<Sourcing>(given.Rule.CountsFrom), given.Rule.PresentingMemberSupports);
        var vacancy = new Vacancy("post", PartialDate.Parse("2014")!.Value, false);
        var record = new TestRecord().Enter(s => s.Decide(new OpenSelection("s", "post", rule, vacancy)), new(2023, 12, 31, 12, 0, 0, TimeSpan.Zero));
        foreach (var entry in given.Entries)
        {
            var now = entry.EnteredAt;
            var facts = new Facts(given.Roster, vacancy, new(entry.Candidate, entry.Candidate, []));
            record.Enter(s => entry switch
            {
                { Retract: { } position } => s.Decide(new RetractPosition(position, "a mistake"), now),
                { Discharge: { } position } => s.Decide(new DischargeCondition(position, entry.Condition, TestRecord.Source, entry.Date), now),
                { Claim: { } count } => s.Decide(new RecordClaim(
                    entry.Candidate, Enums.Parse<Stance>(entry.Stance), count, entry.Of, entry.Approximate, entry.Excepts,
                    Enums.Parse<Sourcing>(entry.Sourcing), TestRecord.Source, entry.Date), facts, now),
                _ => s.Decide(new RecordPosition(
                    entry.Candidate, entry.Member!, Enums.Parse<Stance>(entry.Stance), entry.Conditions,
                    Enums.Parse<Sourcing>(entry.Sourcing), TestRecord.Source, entry.Date), facts, now),
            }, now);
        }
        return record.Selection;
    }

    private static void Check(StandingCase given, Selection selection, CaseStanding expected)
    {
        var knownAt = expected.KnownAt is null ? (DateTimeOffset?)null
            : new DateTimeOffset(DateOnly.Parse(expected.KnownAt, null).ToDateTime(new(12, 0)), TimeSpan.Zero);
        var standing = Standing.Of(
            selection, new("x", "X", given.Steps), given.Roster, DateOnly.Parse(expected.AsOf, null), knownAt, selection.Rule).OrThrow();

        Assert.Equal(Enums.Parse<StandingState>(expected.State), standing.State);
        if (expected.Counts is { } counts) Check(counts, standing.Counts);
        if (expected.Outstanding is { } outstanding)
            Assert.Equal(outstanding.ToDictionary(o => o.Key, o => Enums.Parse<OutstandingReason>(o.Value)),
                standing.Outstanding.ToDictionary(l => l.State.Code, Outstanding.ReasonOf));
        Assert.All(standing.Outstanding, line => Assert.Contains(line.State.DisplayName, Outstanding.Explain(line), StringComparison.Ordinal));
        foreach (var (member, stances) in expected.Indications ?? [])
            Assert.Equal(stances.Select(Enums.Parse<Stance>), Line(standing, member).Indications.Select(i => i.Stance));
        foreach (var (member, texts) in expected.Undischarged ?? [])
            Assert.Equal(texts, Line(standing, member).Undischarged.Select(c => c.Text));
        if (expected.Claims is { } claims)
            Assert.Equal(
                claims.Select(c => (c.Count, c.From, c.To, c.Within, string.Join(", ", c.Contradictions.Order(StringComparer.Ordinal)))),
                standing.Claims.Select(c => (c.Claim.Count, c.Lowest, c.Highest, c.LiesWithin,
                    string.Join(", ", c.Contradictions.Select(x => x.State?.Code ?? "the electorate").Order(StringComparer.Ordinal)))));
    }

    private static MemberLine Line(Standing standing, string member) => standing.Lines.Single(l => l.State.Code == member);

    /// <summary>What a case leaves out is 0, but for those that count a part of another.</summary>
    private static void Check(Dictionary<string, int> expected, Counts counts)
    {
        var counted = new Dictionary<string, int>
        {
            ["supports"] = counts.Supports,
            ["no_objection"] = counts.NoObjection,
            ["conditional"] = counts.Conditional,
            ["no_position"] = counts.NoPosition,
            ["objects"] = counts.Objects,
            ["not_recorded"] = counts.NotRecorded,
            ["supports_on_record"] = counts.SupportsOnRecord,
            ["supports_off_record"] = counts.SupportsOffRecord,
            ["indicated"] = counts.Indicated,
        };
        string[] parts = ["supports_on_record", "supports_off_record", "indicated"];
        Assert.Equal(
            counted.Keys.Where(k => !parts.Contains(k) || expected.ContainsKey(k)).ToDictionary(k => k, k => expected.GetValueOrDefault(k)),
            counted.Where(c => !parts.Contains(c.Key) || expected.ContainsKey(c.Key)).ToDictionary());
        Assert.Empty(expected.Keys.Except(counted.Keys));
    }
}
