using CsCheck;
using NatoServices.Consensus.Rules;
using NatoServices.Words;

namespace NatoServices.Rules.Tests;

/// <summary>What holds of every standing.</summary>
public sealed class StandingLaws
{
    private static readonly string[] Codes = ["BEL", "DEU", "FRA", "HUN", "ITA", "POL", "SWE", "TUR"];

    private static readonly DateOnly LastDay = new(2024, 6, 30);

    private static readonly Gen<DateOnly> Day = Gen.Int[0, 180].Select(days => LastDay.AddDays(-days));

    private static readonly Gen<PartialDate> TakenOn = Gen.OneOf(
        Day.Select(PartialDate.Of), Gen.Int[1, 6].Select(month => new PartialDate(2024, month)), Gen.Const(new PartialDate(2024)));

    private static readonly Gen<RecordPosition> Position =
        from member in Gen.Int[0, Codes.Length - 1].Select(i => Codes[i])
        from stance in Gen.Enum<Stance>().Where(s => s != Stance.Unspecified)
        from sourcing in Gen.Enum<Sourcing>().Where(s => s != Sourcing.Unspecified)
        from takenOn in TakenOn
        from conditions in Gen.Int[0, 8].Select(n => n <= 6 ? 0 : n - 6)
        select new RecordPosition("x", member, stance, [.. Enumerable.Range(1, conditions).Select(n => $"condition {n}")], sourcing, TestRecord.Source, takenOn);

    private static readonly Gen<RecordPosition[]> Positions = Position.Array[0, 25];

    private static readonly Gen<Rule> AnyRule = Gen.Select(Gen.Enum<Sourcing>().Where(s => s != Sourcing.Unspecified), Gen.Bool, (from, own) => new Rule(from, own));

    private static readonly Gen<Roster> AnyRoster = Gen.Shuffle(Codes, 1, Codes.Length).Select(RosterOf);

    [Fact]
    public void The_counts_add_up_to_the_electorate() =>
        Gen.Select(Positions, AnyRule, AnyRoster, Day).Sample((positions, rule, roster, day) =>
        {
            var standing = Read(Record(positions), rule, roster, day);
            var counts = standing.Counts;
            Assert.Equal(roster.ElectorateOn(day).Count, standing.Lines.Count);
            Assert.Equal(standing.Lines.Count,
                counts.Supports + counts.NoObjection + counts.Conditional + counts.NoPosition + counts.Objects + counts.NotRecorded);
            Assert.Equal(counts.Supports, counts.SupportsOnRecord + counts.SupportsOffRecord);
            Assert.Equal(standing.Lines.Count - counts.Supports - counts.NoObjection, standing.Outstanding.Count());
        });

    [Fact]
    public void Reached_blocked_and_unopposed_are_what_they_say() =>
        Gen.Select(Positions, AnyRule, AnyRoster, Day).Sample((positions, rule, roster, day) =>
        {
            var standing = Read(Record(positions), rule, roster, day);
            var inTheWay = standing.Lines.Any(l => l.Governing?.Stance == Stance.Objects || l.Undischarged.Count > 0);
            var expected = inTheWay ? StandingState.Blocked : standing.Outstanding.Any() ? StandingState.Unopposed : StandingState.Reached;
            Assert.Equal(expected, standing.State);
            Assert.DoesNotContain(standing.Outstanding, l => Outstanding.ReasonOf(l) == OutstandingReason.Unspecified);
        });

    [Fact]
    public void It_never_matters_in_which_order_entries_of_different_members_were_recorded() =>
        Gen.Select(Positions, AnyRule, Day, Gen.Int[0, 1000]).Sample((positions, rule, day, seed) =>
        {
            // Interleaves the members' own sequences differently, each of them in its order.
            var queues = positions.GroupBy(p => p.Member).OrderBy(g => HashCode.Combine(seed, g.Key)).Select(g => new Queue<RecordPosition>(g)).ToList();
            var interleaved = new List<RecordPosition>();
            for (var turn = seed; queues.Count > 0; turn = unchecked((turn * 31) + 7))
            {
                var queue = queues[(int)((uint)turn % queues.Count)];
                interleaved.Add(queue.Dequeue());
                if (queue.Count == 0) queues.Remove(queue);
            }
            Assert.Equal(Told(Read(Record(positions), rule, RosterOf(Codes), day)), Told(Read(Record([.. interleaved]), rule, RosterOf(Codes), day)));
        });

    [Fact]
    public void A_retraction_undoes_exactly_one_entry() =>
        Gen.Select(Positions.Where(p => p.Length > 0), AnyRule, Day, Gen.Int[0, 1000]).Sample((positions, rule, day, pick) =>
        {
            var retracted = pick % positions.Length;
            var with = Record(positions);
            with.Enter(s => s.Decide(new RetractPosition($"p{retracted + 2}", "a mistake")), At(positions.Length + 2));
            var without = Record([.. positions.Where((_, i) => i != retracted)]);
            Assert.Equal(Told(Read(without, rule, RosterOf(Codes), day)), Told(Read(with, rule, RosterOf(Codes), day)));
        });

    [Fact]
    public void What_was_known_before_an_entry_is_the_standing_before_it() =>
        Gen.Select(Positions.Where(p => p.Length > 0), AnyRule, Day, Gen.Int[0, 1000]).Sample((positions, rule, day, pick) =>
        {
            var known = pick % positions.Length;
            var then = Standing.Of(Record(positions).Selection, Candidate, RosterOf(Codes), day, At(known + 1), rule);
            Assert.Equal(Told(Read(Record(positions[..known]), rule, RosterOf(Codes), day)), Told(then));
        });

    [Fact]
    public void Another_elector_never_turns_a_consensus_that_was_not_reached_into_one_that_is() =>
        Gen.Select(Positions, AnyRule, Day, Gen.Shuffle(Codes, 2, Codes.Length)).Sample((positions, rule, day, codes) =>
        {
            var record = Record(positions);
            var before = Read(record, rule, RosterOf(codes[1..]), day).State;
            var after = Read(record, rule, RosterOf(codes), day).State;
            Assert.False(before != StandingState.Reached && after == StandingState.Reached);
        });

    [Fact]
    public void A_higher_threshold_never_adds_to_what_counts() =>
        Gen.Select(Positions, AnyRule, Day).Sample((positions, rule, day) =>
        {
            var record = Record(positions);
            var counting = Read(record, rule, RosterOf(Codes), day).Lines;
            foreach (var higher in Enum.GetValues<Sourcing>().Where(s => s != Sourcing.Unspecified && s.Reaches(rule.CountsFrom)))
            {
                var fewer = Read(record, rule with { CountsFrom = higher }, RosterOf(Codes), day).Lines;
                Assert.All(fewer.Zip(counting), pair => Assert.True(pair.First.Governing is null || pair.Second.Governing is not null));
                Assert.All(fewer, line => Assert.True(line.Governing is null || line.Governing.Sourcing.Reaches(higher)));
            }
        });

    [Fact]
    public void A_claims_interval_lies_within_the_electorate_and_is_never_empty() =>
        Gen.Select(Positions, AnyRule, Gen.Enum<Stance>().Where(s => s != Stance.Unspecified), Gen.Int[0, 8]).Sample((positions, rule, stance, count) =>
        {
            var record = Record(positions);
            record.Enter(s => s.Decide(
                new RecordClaim("x", stance, count, 8, false, [], Sourcing.ThirdParty, TestRecord.Source, PartialDate.Of(LastDay)), FactsNow, Now), Now);
            var claim = Assert.Single(Read(record, rule, RosterOf(Codes), LastDay).Claims);
            Assert.InRange(claim.Lowest, 0, claim.Highest);
            Assert.InRange(claim.Highest, claim.Lowest, claim.ElectorateSize);
        });

    private static Candidate Candidate => new("x", "X", []);

    private static DateTimeOffset Now => new(LastDay.ToDateTime(new(12, 0)), TimeSpan.Zero);

    private static Facts FactsNow => new(RosterOf(Codes), Post, Candidate);

    private static Vacancy Post => new("post", PartialDate.Parse("2014")!.Value, false);

    /// <summary>The moment of the entry with this revision.</summary>
    private static DateTimeOffset At(long revision) => Now.AddMinutes(revision);

    private static Roster RosterOf(string[] codes) =>
        new(1, [.. codes.Order(StringComparer.Ordinal).Select(code => new RosterState(code, code, [new(true, new PartialDate(1999))]))]);

    private static TestRecord Record(RecordPosition[] positions)
    {
        var record = new TestRecord().Enter(s => s.Decide(new OpenSelection("s", "post", new(Sourcing.Unnamed, false), Post)), At(1));
        foreach (var position in positions) record.Enter(s => s.Decide(position, FactsNow, Now), At(record.Revision + 1));
        return record;
    }

    private static Standing Read(TestRecord record, Rule rule, Roster roster, DateOnly day) =>
        Standing.Of(record.Selection, Candidate, roster, day, null, rule);

    /// <summary>Everything that a standing tells, but for the ids of the entries it comes from.</summary>
    private static string Told(Standing standing) => string.Join('\n', standing.Lines.Select(l => string.Join(' ',
        l.State.Code, l.Bucket, Tell(l.Governing), string.Join(',', l.Undischarged.Select(c => c.Text)), '|', string.Join(' ', l.Indications.Select(Tell)))));

    private static string Tell(Statement? statement) => statement is null ? "-" : $"{statement.Stance}/{statement.Sourcing}/{statement.TakenOn}";
}
