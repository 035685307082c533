using System.Collections.Immutable;

namespace NatoServices.Consensus.Rules;

/// <summary>An event of a selection.</summary>
public abstract record SelectionEvent;

/// <summary>A selection was opened for a vacancy.</summary>
public sealed record SelectionOpened(string Selection, string Vacancy, Rule Rule) : SelectionEvent;

/// <summary>A member took a position on a candidate.</summary>
public sealed record PositionRecorded(
    string Candidate, string Member, Stance Stance, ImmutableArray<string> Conditions, Sourcing Sourcing, Source Source, PartialDate TakenOn)
    : SelectionEvent;

/// <summary>A position was retracted, because it had been entered by mistake.</summary>
public sealed record PositionRetracted(string Position, string Reason) : SelectionEvent;

/// <summary>A condition of a position was met.</summary>
public sealed record ConditionDischarged(string Position, string Condition, Source Evidence, PartialDate DischargedOn) : SelectionEvent;

/// <summary>Somebody stated a total. The claimed size of the electorate is 0 if not stated.</summary>
public sealed record ClaimRecorded(
    string Candidate, Stance Stance, int Count, int Of, bool Approximate, ImmutableArray<string> Excepts, Sourcing Sourcing, Source Source,
    PartialDate StatedOn) : SelectionEvent;

/// <summary>The selection was closed without a decision.</summary>
public sealed record SelectionClosed(string Reason) : SelectionEvent;

/// <summary>
/// A draft decision was put under silence. The deadline has the UTC offset of its time zone at that moment. The electorate lists the codes
/// of the members on the day of the opening: a break by one of them is accepted even if Members is unavailable.
/// </summary>
public sealed record SilenceOpened(
    string Candidate, string Text, DateTimeOffset Deadline, string TimeZone, ImmutableArray<string> Electorate) : SelectionEvent;

/// <summary>The deadline of a silence was moved to a later moment.</summary>
public sealed record SilenceExtended(string Silence, DateTimeOffset Deadline, string TimeZone, string Reason) : SelectionEvent;

/// <summary>A member broke silence. If there is a seal, the break is confidential, and member and reason are empty.</summary>
public sealed record SilenceBroken(string Silence, string Member, string Reason, string? Seal = null) : SelectionEvent;

/// <summary>A silence was withdrawn, its candidacy ended, the electorate was empty or the selection was closed.</summary>
public sealed record SilenceWithdrawn(string Silence, string Reason) : SelectionEvent;

/// <summary>
/// A decision was taken: nobody had broken silence by the deadline, or the chair declared consensus at the table (then without a silence).
/// Its moment is the deadline or the declaration, with the UTC offset of its time zone, an IANA name or an offset; the day (UTC) and the
/// electorate, with what each member had stated, are those of that moment, and it was entered later by <c>LateBy</c>.
/// </summary>
public sealed record DecisionTaken(
    DecisionKind Kind, string Silence, string Candidate, string CandidateName, string Post, string Text, DateTimeOffset At, string TimeZone,
    DateOnly DecidedOn, ImmutableArray<Elector> Electorate, long RosterRevision, TimeSpan LateBy) : SelectionEvent;

/// <summary>The Candidates service accepted the appointment.</summary>
public sealed record AppointmentDelivered(string Decision) : SelectionEvent;

/// <summary>The Candidates service refused the appointment, for a reason of its own rules.</summary>
public sealed record AppointmentRefused(string Decision, string Reason, string Explanation) : SelectionEvent;

/// <summary>The selection was reopened, because a decision was not carried out.</summary>
public sealed record SelectionReopened(string Decision, string Reason) : SelectionEvent;

/// <summary>The Candidates service revoked the appointment.</summary>
public sealed record AppointmentRevoked(string Decision) : SelectionEvent;
