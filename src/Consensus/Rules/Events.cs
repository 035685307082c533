using System.Collections.Immutable;
using NatoServices.Words;

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
