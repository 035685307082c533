using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace NatoServices.Consensus.Rules;

/// <summary>One member's stance on one candidate, with its retraction (null if not retracted) and the discharge of its conditions.</summary>
public sealed record Position(
    string Candidate, string Member, Stance Stance, ImmutableArray<Condition> Conditions, Sourcing Sourcing, Source Source,
    PartialDate TakenOn, Stamp Recorded, Retraction? Retracted = null)
{
    /// <summary>The id in the selection: "p" and the revision of the entry.</summary>
    [JsonIgnore]
    public string Id => $"p{Recorded.Revision}";

    /// <summary>Whether the position is valid as known at a moment: recorded and not yet retracted.</summary>
    public bool IsKnownAt(DateTimeOffset? moment) =>
        Recorded.IsKnownAt(moment) && (Retracted is null || !Retracted.Recorded.IsKnownAt(moment));

    /// <summary>The conditions that were not met on a day, as known at a moment.</summary>
    public IEnumerable<Condition> UndischargedOn(DateOnly day, DateTimeOffset? knownAt) =>
        Conditions.Where(c => c.Discharged is not { } met || !met.Recorded.IsKnownAt(knownAt) || met.On.FirstDay > day);
}

/// <summary>A condition of a position, what the member asks for. Its id within the position is c1, c2 and so on. The discharge is null if not met.</summary>
public sealed record Condition(string Id, string Text, Discharge? Discharged = null);

/// <summary>The day on which a condition was met, and the evidence.</summary>
public sealed record Discharge(PartialDate On, Source Evidence, Stamp Recorded);

/// <summary>The retraction of a position that was entered by mistake.</summary>
public sealed record Retraction(string Reason, Stamp Recorded);

/// <summary>Command to enter a position.</summary>
public sealed record RecordPosition(
    string Candidate, string Member, Stance Stance, IReadOnlyList<string> Conditions, Sourcing Sourcing, Source? Source, PartialDate TakenOn);

/// <summary>Command to retract a position.</summary>
public sealed record RetractPosition(string Position, string Reason);

/// <summary>Command to discharge a condition. An absent date means today.</summary>
public sealed record DischargeCondition(string Position, string Condition, Source? Evidence, PartialDate DischargedOn);

public sealed partial record Selection
{
    private const int MaxConditions = 20;

    /// <summary>
    /// Derived from the positions. If a selection is loaded without it, the first reader builds it.
    /// </summary>
    private PositionIndex index = PositionIndex.Empty;

    /// <summary>The position entered at a revision; null if there is none.</summary>
    public Position? PositionAt(long revision) => Positions.PlaceOf(revision, p => p.Recorded) is >= 0 and var place ? Positions[place] : null;

    /// <summary>Finds a position by its id; null if there is none.</summary>
    public Position? FindPosition(string id) =>
        long.TryParse(id.AsSpan(Math.Min(1, id.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
        && PositionAt(revision) is { } position && position.Id == id ? position : null;

    /// <summary>The positions on a candidate that were taken up to a day and are valid as known at a moment.</summary>
    internal KnownPositions KnownPositions(string candidate, DateOnly day, DateTimeOffset? knownAt)
    {
        index = index.Covering(Positions);
        return new(index, Positions, candidate, day, knownAt);
    }

    /// <summary>Enters a position. If <paramref name="facts"/> is null, nothing is checked against them.</summary>
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

    /// <summary>Retracts a position.</summary>
    public Ruling<SelectionEvent> Decide(RetractPosition command, DateTimeOffset now)
    {
        var found = new Violations();
        found.EntryId("position", command.Position, 'p');
        found.Text("reason", command.Reason);
        if (Unless(found, now) is { } refused) return refused;
        return StandingPosition(command.Position, out var why) is null ? why! : Enter(new PositionRetracted(command.Position, command.Reason));
    }

    /// <summary>Discharges a condition.</summary>
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
}
