using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>One member's stance on one candidate, as entered, with what became of it.</summary>
/// <param name="Candidate">The candidate's id.</param>
/// <param name="Member">The member's code.</param>
/// <param name="Stance">The stance.</param>
/// <param name="Conditions">What the member asks for before the position counts.</param>
/// <param name="Sourcing">On whose word it is known.</param>
/// <param name="Source">Where it is found.</param>
/// <param name="TakenOn">When the member took it.</param>
/// <param name="Recorded">Its entry.</param>
/// <param name="Retracted">The entry that retracted it; null if none did.</param>
public sealed record Position(
    string Candidate, string Member, Stance Stance, ImmutableArray<Condition> Conditions, Sourcing Sourcing, Source Source,
    PartialDate TakenOn, Stamp Recorded, Retraction? Retracted = null)
{
    /// <summary>Its id in the selection: p and the revision of its entry.</summary>
    [JsonIgnore]
    public string Id => $"p{Recorded.Revision}";

    /// <summary>Whether it is to be read, by what was known at a moment: entered, and not retracted.</summary>
    public bool IsKnownAt(DateTimeOffset? moment) =>
        Recorded.IsKnownAt(moment) && (Retracted is null || !Retracted.Recorded.IsKnownAt(moment));

    /// <summary>What of the conditions was not met on a day, by what was known at a moment.</summary>
    public IEnumerable<Condition> UndischargedOn(DateOnly day, DateTimeOffset? knownAt) =>
        Conditions.Where(c => c.Discharged is not { } met || !met.Recorded.IsKnownAt(knownAt) || met.On.FirstDay > day);
}

/// <summary>Something that a member asks for.</summary>
/// <param name="Id">c1, c2 and so on within the position.</param>
/// <param name="Text">What is asked for.</param>
/// <param name="Discharged">How it was met; null if it was not.</param>
public sealed record Condition(string Id, string Text, Discharge? Discharged = null);

/// <summary>A condition was met on a day, as the evidence shows.</summary>
public sealed record Discharge(PartialDate On, Source Evidence, Stamp Recorded);

/// <summary>A position had been entered by mistake.</summary>
public sealed record Retraction(string Reason, Stamp Recorded);

/// <summary>Asks to enter a position.</summary>
public sealed record RecordPosition(
    string Candidate, string Member, Stance Stance, IReadOnlyList<string> Conditions, Sourcing Sourcing, Source? Source, PartialDate TakenOn);

/// <summary>Asks to retract a position.</summary>
public sealed record RetractPosition(string Position, string Reason);

/// <summary>Asks to discharge a condition; an absent date means today.</summary>
public sealed record DischargeCondition(string Position, string Condition, Source? Evidence, PartialDate DischargedOn);

public sealed partial record Selection
{
    private const int MaxConditions = 20;

    /// <summary>Follows from the positions: where it is not kept with them, the first reader makes it. No part of what makes selections equal.</summary>
    private Memo memo = new(PositionIndex.Empty);

    /// <summary>The position that was entered with a revision; null if none was.</summary>
    public Position? PositionAt(long revision) => Positions.PlaceOf(revision, p => p.Recorded) is >= 0 and var place ? Positions[place] : null;

    /// <summary>The position of an id; null if there is none.</summary>
    public Position? FindPosition(string id) =>
        long.TryParse(id.AsSpan(Math.Min(1, id.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
        && PositionAt(revision) is { } position && position.Id == id ? position : null;

    /// <summary>What is to be read of the positions on a candidate: those taken up to a day, by what was known at a moment.</summary>
    internal KnownPositions KnownPositions(string candidate, DateOnly day, DateTimeOffset? knownAt)
    {
        memo = new(memo.Index.Covering(Positions));
        return new(memo.Index, Positions, candidate, day, knownAt);
    }

    /// <summary>A member takes a position. Without the facts of their owners, only the request itself is examined.</summary>
    public Ruling<SelectionEvent> Decide(RecordPosition command, Facts? facts, DateTimeOffset now)
    {
        var found = new Violations();
        facts.Candidate(found, "candidate", command.Candidate);
        found.MemberCode("member", command.Member);
        found.OneOf("stance", command.Stance);
        found.Texts("conditions", command.Conditions, MaxConditions);
        found.OneOf("sourcing", command.Sourcing);
        found.Source("source", command.Source);
        facts.PastDate(found, "taken_on", command.TakenOn, now);
        facts.Elector(found, "member", command.Member, command.TakenOn);
        return Unless(found, now) ?? Enter(new PositionRecorded(
            command.Candidate, command.Member, command.Stance, [.. command.Conditions], command.Sourcing, command.Source!, command.TakenOn));
    }

    /// <summary>A position was a mistake.</summary>
    public Ruling<SelectionEvent> Decide(RetractPosition command, DateTimeOffset now)
    {
        var found = new Violations();
        found.EntryId("position", command.Position, 'p');
        found.Text("reason", command.Reason);
        if (Unless(found, now) is { } refused) return refused;
        return StandingPosition(command.Position, out var why) is null ? why! : Enter(new PositionRetracted(command.Position, command.Reason));
    }

    /// <summary>A condition is met.</summary>
    public Ruling<SelectionEvent> Decide(DischargeCondition command, DateTimeOffset now)
    {
        var position = StandingPosition(command.Position, out var refusal);
        var found = new Violations();
        found.EntryId("position", command.Position, 'p');
        found.EntryId("condition", command.Condition, 'c');
        found.Source("evidence", command.Evidence);
        if (!command.DischargedOn.IsAbsent)
            found.PastDate("discharged_on", command.DischargedOn, now, position?.TakenOn, ", when the position was taken");
        if (Unless(found, now) is { } refused) return refused;
        if (position is null) return refusal!;
        var condition = position.Conditions.FirstOrDefault(c => c.Id == command.Condition);
        if (condition is null) return new ConditionUnknown(position.Id, command.Condition);
        if (condition.Discharged is { } earlier) return new ConditionAlreadyDischarged(position.Id, condition.Id, earlier.Recorded.Revision);
        return Enter(new ConditionDischarged(position.Id, condition.Id, command.Evidence!,
            command.DischargedOn.IsAbsent ? PartialDate.Of(Today.Utc(now)) : command.DischargedOn));
    }

    private Position? StandingPosition(string id, out Refusal? refusal)
    {
        var position = FindPosition(id);
        refusal = position is null ? new PositionUnknown(Id, id)
            : position.Retracted is { } retracted ? new PositionAlreadyRetracted(id, retracted.Recorded.Revision)
            : null;
        return refusal is null ? position : null;
    }

    /// <summary>What was computed once of a selection: all such are equal.</summary>
    private readonly struct Memo(PositionIndex index) : IEquatable<Memo>
    {
        public PositionIndex Index { get; } = index;

        public bool Equals(Memo other) => true;

        public override bool Equals(object? obj) => obj is Memo;

        public override int GetHashCode() => 0;
    }
}
