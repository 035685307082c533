using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What was entered in a record, and a reading of it.</summary>
internal sealed record Story(IReadOnlyList<Entered> Entries, Candidate Candidate, Roster Roster, Rule Rule, DateOnly Day)
{
    /// <summary>The day of every entry; what is told of lies up to it.</summary>
    public static readonly DateOnly LastDay = new(2024, 6, 30);

    public static readonly string[] Codes = ["BEL", "DEU", "FRA", "HUN", "ITA", "POL", "SWE", "TUR"];

    private static readonly Vacancy Post = new("post", new(2014), false);

    private static readonly Roster Everybody = RosterOf(Codes.Select(code => new RosterState(code, code, [new(true, new(1999))])));

    private static DateTimeOffset Now => new(LastDay.ToDateTime(new(12, 0)), TimeSpan.Zero);

    /// <summary>The moment of the entry with this revision.</summary>
    public static DateTimeOffset At(long revision) => Now.AddMinutes(revision);

    public static Roster RosterOf(IEnumerable<RosterState> states) => new(1, [.. states.OrderBy(s => s.Code, StringComparer.Ordinal)]);

    public Story With(Entered entry) => this with { Entries = [.. Entries, entry] };

    /// <summary>The story without some of its entries, and without what became of positions that it no longer has.</summary>
    public Story Without(Func<Entered, bool> left) =>
        this with { Entries = [.. Entries.Where(e => !left(e) && !(e.Of is { } position && left(position)))] };

    public Standing Read(DateTimeOffset? knownAt = null) => Standing.Of(Record(), Candidate, Roster, Day, knownAt, Rule).OrThrow();

    public MemberLine? Line(string member) => Read().Lines.SingleOrDefault(l => l.State.Code == member);

    /// <summary>Enters it all through the rules, a minute apart.</summary>
    public Selection Record()
    {
        var record = new TestRecord().Enter(s => s.Decide(new OpenSelection("s", "post", new(Sourcing.Unnamed, false), Post)), At(1));
        foreach (var entry in Entries) record.Enter(s => Decide(s, entry), At(record.Revision + 1));
        return record.Selection;
    }

    private static Ruling<SelectionEvent> Decide(Selection selection, Entered entry)
    {
        return entry switch
        {
            Taken e => selection.Decide(e.Position, Facts(e.Candidate), Now),
            Discharged e => selection.Decide(new DischargeCondition(Id(e.Position), e.Condition, TestRecord.Source, e.Date), Now),
            Retracted e => selection.Decide(new RetractPosition(Id(e.Position), "a mistake"), Now),
            Claimed e => selection.Decide(e.Claim, Facts(e.Candidate), Now),
            _ => throw new ArgumentOutOfRangeException(nameof(entry)),
        };

        static Facts Facts(string candidate) => new(Everybody, Post, new(candidate, candidate, []));

        string Id(Taken taken) => selection.Positions.Single(p => p.Source == taken.Position.Source).Id;
    }

    /// <summary>For whoever reads of a law that doesn't hold.</summary>
    public override string ToString() => string.Join('\n', [
        $"as of {Day:yyyy-MM-dd} by {Rule}",
        .. Roster.States.Select(s => $"{s.Code}: {string.Join(", ", s.Periods)}"), .. Candidate.Steps, .. Entries]);
}

/// <summary>One entry of a story. Positions are told apart by their sources, since their ids depend on what was entered before.</summary>
internal abstract record Entered(string Candidate, string Member, DateOnly On)
{
    /// <summary>The position that it changes; null if it changes none.</summary>
    public virtual Taken? Of => null;
}

internal sealed record Taken(RecordPosition Position) : Entered(Position.Candidate, Position.Member, Position.TakenOn.FirstDay)
{
    public override string ToString() => $"{Position} {string.Join(", ", Position.Conditions)}";
}

internal sealed record Discharged(Taken Position, string Condition, PartialDate Date)
    : Entered(Position.Candidate, Position.Member, Date.FirstDay)
{
    /// <summary>The condition's text.</summary>
    public string Text => Position.Position.Conditions[int.Parse(Condition.AsSpan(1), null) - 1];

    public override Taken Of => Position;
}

/// <summary>A mistake has no date of its own: it never was otherwise.</summary>
internal sealed record Retracted(Taken Position) : Entered(Position.Candidate, Position.Member, DateOnly.MinValue)
{
    public override Taken Of => Position;
}

internal sealed record Claimed(RecordClaim Claim) : Entered(Claim.Candidate, "", Claim.StatedOn.FirstDay)
{
    public override string ToString() => $"{Claim} {string.Join(", ", Claim.Excepts)}";
}
