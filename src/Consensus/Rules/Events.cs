using System.Collections.Immutable;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>What can be entered in the record of a selection.</summary>
public abstract record SelectionEvent;

/// <summary>The process began.</summary>
public sealed record SelectionOpened(string Selection, string Vacancy, Rule Rule) : SelectionEvent;

/// <summary>A member took a position on a candidate.</summary>
public sealed record PositionRecorded(
    string Candidate, string Member, Stance Stance, ImmutableArray<string> Conditions, Sourcing Sourcing, Source Source, PartialDate TakenOn)
    : SelectionEvent;

/// <summary>A position had been entered by mistake.</summary>
public sealed record PositionRetracted(string Position, string Reason) : SelectionEvent;

/// <summary>A condition of a position is met.</summary>
public sealed record ConditionDischarged(string Position, string Condition, Source Evidence, PartialDate DischargedOn) : SelectionEvent;

/// <summary>Somebody stated an aggregate; of: 0 if not said.</summary>
public sealed record ClaimRecorded(
    string Candidate, Stance Stance, int Count, int Of, bool Approximate, ImmutableArray<string> Excepts, Sourcing Sourcing, Source Source,
    PartialDate StatedOn) : SelectionEvent;

/// <summary>The process ended without a decision.</summary>
public sealed record SelectionClosed(string Reason) : SelectionEvent;

/// <summary>
/// A draft decision was put under silence. The deadline has the offset that its time zone has then; the electorate is who was MEMBER
/// that day, by code: from them a break is taken even while the roster can't be asked.
/// </summary>
public sealed record SilenceOpened(
    string Candidate, string Text, DateTimeOffset Deadline, string TimeZone, ImmutableArray<string> Electorate) : SelectionEvent;

/// <summary>The deadline of a silence moved further away.</summary>
public sealed record SilenceExtended(string Silence, DateTimeOffset Deadline, string TimeZone, string Reason) : SelectionEvent;

/// <summary>A member broke silence; in confidence if there is a seal, which stands for the member and its reason.</summary>
public sealed record SilenceBroken(string Silence, string Member, string Reason, string? Seal = null) : SelectionEvent;

/// <summary>A draft was taken back, or its candidacy ended.</summary>
public sealed record SilenceWithdrawn(string Silence, string Reason) : SelectionEvent;

/// <summary>A decision was taken: nobody had broken silence by the deadline, or the chair declared consensus at the table.</summary>
/// <param name="Kind">How.</param>
/// <param name="Silence">The silence that ran out; empty if it was taken at the table.</param>
/// <param name="Candidate">The candidate's id.</param>
/// <param name="CandidateName">The candidate's name.</param>
/// <param name="Post">What falls vacant.</param>
/// <param name="Text">The text.</param>
/// <param name="At">The deadline, or the moment of the declaration, with the offset that the time zone has then.</param>
/// <param name="TimeZone">That zone.</param>
/// <param name="DecidedOn">The day, in UTC.</param>
/// <param name="Electorate">Who was MEMBER on that day, and what each had stated.</param>
/// <param name="RosterRevision">The revision of the roster that the electorate was read from.</param>
/// <param name="LateBy">How long after the moment it was entered.</param>
public sealed record DecisionTaken(
    DecisionKind Kind, string Silence, string Candidate, string CandidateName, string Post, string Text, DateTimeOffset At, string TimeZone,
    DateOnly DecidedOn, ImmutableArray<Elector> Electorate, long RosterRevision, TimeSpan LateBy) : SelectionEvent;

/// <summary>The Candidates service has marked the appointment.</summary>
public sealed record AppointmentDelivered(string Decision) : SelectionEvent;

/// <summary>The Candidates service has refused the appointment, for a reason of its own.</summary>
public sealed record AppointmentRefused(string Decision, string Reason, string Explanation) : SelectionEvent;

/// <summary>A decision did not come to pass, and the process goes on.</summary>
public sealed record SelectionReopened(string Decision, string Reason) : SelectionEvent;

/// <summary>The Candidates service has taken the appointment back.</summary>
public sealed record AppointmentRevoked(string Decision) : SelectionEvent;
