using System.Collections.Immutable;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>A selection with everything that was ever entered in its record.</summary>
/// <param name="Id">Its id; empty before its first entry.</param>
/// <param name="Vacancy">The vacancy's id.</param>
/// <param name="Rule">What it goes by.</param>
/// <param name="Positions">Every position in the order of entry, retracted ones included: none is ever taken out.</param>
/// <param name="Claims">Every claim in the order of entry.</param>
/// <param name="Opened">The entry that opened it; null before.</param>
/// <param name="Silences">Every silence procedure in the order of entry.</param>
/// <param name="Decisions">Every decision in the order of entry, those included after which it was reopened.</param>
/// <param name="Closed">How it was closed without a decision; null if it was not.</param>
public sealed partial record Selection(
    string Id, string Vacancy, Rule Rule, ImmutableList<Position> Positions, ImmutableList<Claim> Claims, Stamp? Opened,
    ImmutableList<Silence> Silences, ImmutableList<TakenDecision> Decisions, Closing? Closed = null)
{
    /// <summary>Before the first entry.</summary>
    public static Selection Empty { get; } = new("", "", new(Sourcing.Unspecified, false), [], [], null, [], []);

    /// <summary>This selection, or none yet under the id that was asked for.</summary>
    public Selection Named(string id) => Opened is null ? this with { Id = id } : this;

    /// <summary>Whether the selection was there at a moment of knowledge.</summary>
    public bool IsKnownAt(DateTimeOffset? moment) => Opened is not null && Opened.IsKnownAt(moment);

    /// <summary>How it was closed, by what was known at a moment.</summary>
    public Closing? ClosedAt(DateTimeOffset? moment) => Closed is not null && Closed.Recorded.IsKnownAt(moment) ? Closed : null;

    /// <summary>The selection after one more entry.</summary>
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

    /// <summary>The selection after one more entry about silence or a decision.</summary>
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

    /// <summary>The index is kept up with every entry: were it left to readers, each would begin anew while others write.</summary>
    private Selection With(ImmutableList<Position> positions) => this with { Positions = positions, memo = new(memo.Index.Covering(positions)) };

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

/// <summary>The process ended without a decision.</summary>
public sealed record Closing(string Reason, Stamp Recorded);
