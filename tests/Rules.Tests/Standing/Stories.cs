using CsCheck;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>Stories of every kind.</summary>
internal static class Stories
{
    private static readonly Gen<DateOnly> Day = Gen.Int[0, 180].Select(days => Story.LastDay.AddDays(-days));

    private static readonly Gen<PartialDate> Date = Gen.OneOf(
        Day.Select(PartialDate.Of), Gen.Int[1, 6].Select(month => new PartialDate(2024, month)), Gen.Const(new PartialDate(2024)));

    private static readonly Gen<string> Member = Gen.OneOf(Story.Codes);

    private static readonly Gen<Sourcing> AnySourcing = Gen.Enum<Sourcing>().Where(s => s != Sourcing.Unspecified);

    private static readonly Gen<Stance> AnyStance = Gen.Frequency(
        (4, Gen.Const(Stance.Supports)), (2, Gen.Const(Stance.NoObjection)), (1, Gen.Const(Stance.NoPosition)), (1, Gen.Const(Stance.Objects)));

    /// <summary>Mostly the candidate of the reading.</summary>
    private static readonly Gen<string> AnyCandidate = Gen.Frequency((7, Gen.Const("x")), (1, Gen.Const("y")));

    private static readonly Gen<RecordPosition> Position =
        from candidate in AnyCandidate
        from member in Member
        from stance in AnyStance
        from sourcing in AnySourcing
        from takenOn in Date
        from conditions in Gen.Frequency((3, Gen.Const(0)), (2, Gen.Int[1, 2]))
        select new RecordPosition(
            candidate, member, stance, [.. Enumerable.Range(1, conditions).Select(n => $"condition {n}")], sourcing, null, takenOn);

    private static readonly Gen<RecordClaim> Claim =
        from candidate in AnyCandidate
        from stance in AnyStance
        from excepts in Gen.Shuffle(Story.Codes, 0, 3)
        from count in Gen.OneOf(Gen.Const(Story.Codes.Length - excepts.Length), Gen.Int[0, Story.Codes.Length - excepts.Length])
        from of in Gen.OneOf(Gen.Const(0), Gen.Int[count + excepts.Length, Story.Codes.Length + 1])
        from approximate in Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true)))
        from statedOn in Day
        select new RecordClaim(candidate, stance, count, of, approximate, excepts, Sourcing.ThirdParty, TestRecord.Source, PartialDate.Of(statedOn));

    /// <summary>What to enter next, given what is entered; null if there is nothing of the kind to enter.</summary>
    private delegate Entered? Next(IReadOnlyList<Entered> entered);

    private static readonly Gen<Next> AnyNext = Gen.Frequency(
        (8, Position.Select<RecordPosition, Next>(position => entered => Take(position, entered))),
        (4, Gen.Select(Gen.Int[0, 1000], Date).Select<(int, PartialDate), Next>(d => entered => DischargeOne(d.Item1, d.Item2, entered))),
        (1, Gen.Int[0, 1000].Select<int, Next>(pick => entered => Pick(pick, [.. Standing(entered).Select(p => new Retracted(p))]))),
        (3, Claim.Select<RecordClaim, Next>(claim => _ => new Claimed(claim))));

    private static readonly Gen<List<Entered>> Entries = AnyNext.Array[0, 35].Select(all => all.Aggregate(new List<Entered>(), (entered, next) =>
    {
        if (next(entered) is { } entry) entered.Add(entry);
        return entered;
    }));

    private static readonly Gen<CandidacyStep> Step =
        from status in Gen.OneOf(
            CandidacyStatus.Declared, CandidacyStatus.Presented, CandidacyStatus.Presented, CandidacyStatus.Withdrawn, CandidacyStatus.Appointed)
        from date in Date
        from sourcing in AnySourcing
        from member in Member
        select new CandidacyStep(status, date, sourcing, new(Citation: "a step"), status == CandidacyStatus.Presented ? member : "");

    private static readonly Gen<Candidate> Steps =
        Step.Array[0, 4].Select(steps => new Candidate("x", "X", [.. steps.OrderBy(s => s.Date.FirstDay)]));

    /// <summary>Mostly a member all along; else one that leaves, or one that joins.</summary>
    private static readonly Gen<RosterPeriod[]> Periods = Gen.Frequency(
        (4, Gen.Const((RosterPeriod[])[new(true, new(1999))])),
        (1, Day.Select(day => (RosterPeriod[])[new(true, new(1999)), new(false, PartialDate.Of(day))])),
        (1, Day.Select(day => (RosterPeriod[])[new(false, default), new(true, PartialDate.Of(day))])));

    /// <summary>Never without any member.</summary>
    private static readonly Gen<Roster> Rosters =
        from codes in Gen.Shuffle(Story.Codes, 1, Story.Codes.Length)
        from periods in Periods.Array[codes.Length]
        select Story.RosterOf(codes.Select((code, i) => new RosterState(code, $"the state {code}", i == 0 ? [new(true, new(1999))] : periods[i])));

    private static readonly Gen<Rule> Rules = Gen.Select(AnySourcing, Gen.Bool, (from, own) => new Rule(from, own));

    public static readonly Gen<Story> Any = Gen.Select(Entries, Steps, Rosters, Rules, Day, (entries, candidate, roster, rule, day) =>
        new Story(entries, candidate, roster, rule, day));

    /// <summary>A story, and a position that may be entered next.</summary>
    public static readonly Gen<(Story Story, Taken Next)> WithPosition =
        Gen.Select(Any, Position, (story, position) => (story, Take(position, story.Entries)));

    /// <summary>A story, and a day on which something more may happen.</summary>
    public static readonly Gen<(Story Story, DateOnly Day)> WithDay = Gen.Select(Any, Day);

    /// <summary>The positions that stand, retracted ones left out.</summary>
    public static IEnumerable<Taken> Standing(IReadOnlyList<Entered> entered) =>
        entered.OfType<Taken>().Except(entered.OfType<Retracted>().Select(r => r.Position));

    private static Taken Take(RecordPosition position, IReadOnlyList<Entered> entered) => new(position with
    {
        Source = new(Citation: $"source {entered.Count + 1}"),
        Conditions = [.. position.Conditions.Select(c => $"{c} of source {entered.Count + 1}")],
    });

    /// <summary>Every way to discharge a condition that is not discharged, on a date or, if it is too early, on that of the position.</summary>
    public static IReadOnlyList<Discharged> Discharges(IReadOnlyList<Entered> entered, PartialDate date) =>
    [
        .. from taken in Standing(entered)
           from n in Enumerable.Range(1, taken.Position.Conditions.Count)
           where !entered.OfType<Discharged>().Any(d => d.Position == taken && d.Condition == $"c{n}")
           select new Discharged(taken, $"c{n}", date.LastDay < taken.On ? taken.Position.TakenOn : date),
    ];

    private static Discharged? DischargeOne(int pick, PartialDate date, IReadOnlyList<Entered> entered) => Pick(pick, Discharges(entered, date));

    private static TEntered? Pick<TEntered>(int pick, IReadOnlyList<TEntered> among) where TEntered : Entered =>
        among.Count == 0 ? null : among[pick % among.Count];
}
