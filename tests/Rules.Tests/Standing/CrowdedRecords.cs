using CsCheck;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>Records in which a few members say much on a few dates, often at the same moment: it is easy to take one for another.</summary>
internal static class CrowdedRecords
{
    public static readonly DateTimeOffset Begin = new(2024, 6, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Codes = ["BEL", "TUR"];

    private static readonly PartialDate[] Dates = [new(2023, 12, 31), new(2024), new(2024, 1), new(2024, 1, 1), new(2024, 6), new(2024, 6, 2)];

    public static readonly Roster Roster = Story.RosterOf(Codes.Select(code => new RosterState(code, code, [new(true, new(1999))])));

    public static readonly Gen<DateOnly> Day = Gen.OneOf(Dates).Select(date => date.FirstDay);

    public static readonly Gen<Rule> Rule =
        Gen.Select(Gen.Enum<Sourcing>(), Gen.Bool, (from, own) => new Rule(from, own));

    /// <summary>Mostly none; else it is presented by one of the members.</summary>
    public static readonly Gen<Candidate> Candidate =
        Gen.Select(Gen.Int[0, 1], Gen.OneOf(Codes), Gen.OneOf(Dates), (steps, code, date) => new Candidate("x", "X",
            [.. Enumerable.Repeat(new CandidacyStep(CandidacyStatus.Presented, date, Sourcing.Named, new(Citation: "a step"), code), steps)]));

    private static readonly Gen<(int Kind, int Pick, string Candidate, string Member, Sourcing Sourcing, PartialDate Date, int Minutes)> Move =
        Gen.Select(
            Gen.Int[0, 9], Gen.Int[0, 1000], Gen.OneOf("x", "x", "y"), Gen.OneOf(Codes),
            Gen.OneOf(Sourcing.Delegation, Sourcing.Named, Sourcing.Unnamed), Gen.OneOf(Dates), Gen.Int[0, 1]);

    /// <summary>Entries, some of them recorded at the moment of the one before.</summary>
    public static readonly Gen<IReadOnlyList<Entry<SelectionEvent>>> Entries = Move.Array[0, 40].Select(moves =>
    {
        var entries = new List<Entry<SelectionEvent>>();
        var (positions, at) = (new List<string>(), Begin);
        foreach (var (kind, pick, candidate, member, sourcing, date, minutes) in moves)
        {
            var revision = entries.Count + 1;
            var source = new Source(Citation: $"source {revision}");
            SelectionEvent entered = kind switch
            {
                0 => new ClaimRecorded(candidate, Stance.Supports, pick % 3, 0, false, [], sourcing, source, PartialDate.Of(date.FirstDay)),
                1 when positions.Count > 0 => new ConditionDischarged(positions[pick % positions.Count], "c1", source, date),
                2 or 3 when positions.Count > 0 => new PositionRetracted(positions[pick % positions.Count], "a mistake"),
                _ => new PositionRecorded(
                    candidate, member, (Stance)(1 + pick % 4), [.. Enumerable.Repeat("something", pick % 2)], sourcing, source, date),
            };
            if (entered is PositionRecorded) positions.Add($"p{revision}");
            if (entered is PositionRetracted retracted) positions.Remove(retracted.Position);
            at = at.AddMinutes(minutes);
            entries.Add(new(revision, at, "somebody", entered));
        }
        return (IReadOnlyList<Entry<SelectionEvent>>)entries;
    });
}
