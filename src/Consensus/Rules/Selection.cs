using System.Collections.Immutable;

namespace NatoServices.Consensus.Rules;

/// <summary>
/// A selection with its full history: every position, claim, silence procedure and decision in the order of entry; none is ever removed.
/// Before the first entry, the id is empty and the opening null; unless it was closed without a decision, the closing is null.
/// </summary>
public sealed partial record Selection(
    string Id, string Vacancy, Rule Rule, ImmutableList<Position> Positions, ImmutableList<Claim> Claims, Stamp? Opened,
    ImmutableList<Silence> Silences, ImmutableList<TakenDecision> Decisions, Closing? Closed = null)
{
    /// <summary>The selection before its first entry.</summary>
    public static Selection Empty { get; } = new("", "", new(Sourcing.Unspecified, false), [], [], null, [], []);

    /// <summary>If the selection does not exist yet, returns it with the requested id, so that refusals can name it.</summary>
    public Selection Named(string id) => Opened is null ? this with { Id = id } : this;

    /// <summary>Whether the selection existed as known at a moment.</summary>
    public bool IsKnownAt(DateTimeOffset? moment) => Opened is not null && Opened.IsKnownAt(moment);

    /// <summary>The closing as known at a moment; null if not closed.</summary>
    public Closing? ClosedAt(DateTimeOffset? moment) => Closed is not null && Closed.Recorded.IsKnownAt(moment) ? Closed : null;

    /// <summary>Applies one entry and returns the new selection.</summary>
    public static Selection Apply(Selection selection, Entry<SelectionEvent> entry)
    {
        var stamp = Stamp.Of(entry);
        return entry.Event switch
        {
            SelectionOpened e => selection with { Id = e.Selection, Vacancy = e.Vacancy, Rule = e.Rule, Opened = stamp },
            PositionRecorded e => selection.With(selection.Positions.Add(new(
                e.Candidate, e.Member, e.Stance, [.. e.Conditions.Select((text, i) => new Condition($"c{i + 1}", text))],
                e.Sourcing, e.Source, e.TakenOn, stamp))),
            PositionRetracted e => selection.ChangePosition(e.Position, p => p with { Retracted = new(e.Reason, stamp) }),
            ConditionDischarged e => selection.ChangePosition(e.Position, p => p with
            {
                Conditions = [.. p.Conditions.Select(c => c.Id == e.Condition ? c with { Discharged = new(e.DischargedOn, e.Evidence, stamp) } : c)],
            }),
            ClaimRecorded e => selection with
            {
                Claims = selection.Claims.Add(new(
                    e.Candidate, e.Stance, e.Count, e.Of, e.Approximate, e.Excepts, e.Sourcing, e.Source, e.StatedOn.FirstDay, stamp)),
            },
            SelectionClosed e => selection with { Closed = new(e.Reason, stamp) },
            _ => selection.Outcome(entry.Event, stamp),
        };
    }

    private Selection Outcome(SelectionEvent entered, Stamp stamp) => entered switch
    {
        SilenceOpened e => this with
        {
            Silences = Silences.Add(new(e.Candidate, e.Text, stamp, e.Electorate, [new(e.Deadline, e.TimeZone, "", stamp)], [])),
        },
        SilenceExtended e => ChangeSilence(e.Silence, s => s with { Deadlines = s.Deadlines.Add(new(e.Deadline, e.TimeZone, e.Reason, stamp)) }),
        SilenceBroken e => ChangeSilence(e.Silence, s => s with { Breaks = s.Breaks.Add(new(e.Member, e.Reason, e.Seal, stamp)) }),
        SilenceWithdrawn e => ChangeSilence(e.Silence, s => s with { End = new(SilenceState.Withdrawn, e.Reason, stamp) }),
        DecisionTaken e => (e.Kind == DecisionKind.Silence
            ? ChangeSilence(e.Silence, s => s with { End = new(SilenceState.Adopted, "", stamp) })
            : this) with
        { Decisions = Decisions.Add(new(e, stamp)) },
        AppointmentDelivered e => ChangeDecision(e.Decision, d => d with { Report = new("", "", stamp) }),
        AppointmentRefused e => ChangeDecision(e.Decision, d => d with { Report = new(e.Reason, e.Explanation, stamp) }),
        SelectionReopened e => ChangeDecision(e.Decision, d => d with { Reopened = new(e.Reason, stamp) }),
        AppointmentRevoked e => ChangeDecision(e.Decision, d => d with { Revoked = stamp }),
        _ => throw new InvalidOperationException($"{entered.GetType().Name} is not an event of a selection."),
    };

    private Selection ChangePosition(string id, Func<Position, Position> change)
    {
        var position = FindPosition(id)!;
        return With(Positions.SetItem(Positions.PlaceOf(position.Recorded.Revision, p => p.Recorded), change(position)));
    }

    /// <summary>Extends the index with every entry. Otherwise each reader would extend the same old index while others write.</summary>
    private Selection With(ImmutableList<Position> positions) => this with { Positions = positions, index = index.Covering(positions) };

    private Selection ChangeSilence(string silence, Func<Silence, Silence> change) =>
        this with { Silences = Change(Silences, s => s.Id == silence, change) };

    private Selection ChangeDecision(string decision, Func<TakenDecision, TakenDecision> change) =>
        this with { Decisions = Change(Decisions, d => d.Id == decision, change) };

    private static ImmutableList<T> Change<T>(ImmutableList<T> all, Predicate<T> isMeant, Func<T, T> change)
    {
        var index = all.FindIndex(isMeant);
        return all.SetItem(index, change(all[index]));
    }
}

/// <summary>The closing of a selection without a decision.</summary>
public sealed record Closing(string Reason, Stamp Recorded);
