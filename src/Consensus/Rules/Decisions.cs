using NatoServices.Words;

namespace NatoServices.Consensus.Rules;

/// <summary>Asks to enter that the chair has declared consensus at the table.</summary>
public sealed record DeclareDecision(string Candidate, string Text);

/// <summary>
/// Asks what has become of a silence that runs: whether its candidacy still stands and, at its deadline, to adopt the draft.
/// </summary>
/// <param name="Silence">The silence's id.</param>
/// <param name="Deadline">The deadline as of which the facts were read; null: it has not come yet, and they are the newest.</param>
public sealed record ConcludeSilence(string Silence, DateTimeOffset? Deadline);

/// <summary>Asks to go on after a decision that did not come to pass.</summary>
public sealed record ReopenSelection(string Reason);

public sealed partial record Selection
{
    /// <summary>The decision that holds; null if there is none.</summary>
    public TakenDecision? InForce() => Decisions is [.., { Reopened: null } last] ? last : null;

    /// <summary>The chair declares consensus. Without the facts of their owners, only the request itself is examined.</summary>
    public Decision<SelectionEvent> Decide(DeclareDecision command, Facts? facts, DateTimeOffset now)
    {
        var found = new Violations();
        facts.Candidate(found, "candidate", command.Candidate);
        found.Text("text", command.Text, DraftLength);
        if (Unless(found, now) is { } refused) return refused;
        if (Running() is { } running) return new SilenceRuns(running);
        if (facts is null) return Decision.AlreadySo<SelectionEvent>();
        var day = Today.Utc(now);
        if (facts.NotStanding(day) is { } notStanding) return notStanding;
        var lines = Standing.LinesOf(this, facts.Candidate!, facts.Roster, day, null, Rule);
        if (lines.Count == 0) return new NoElectorate(day);
        if (lines.Where(line => line.Blocks).ToList() is { Count: > 0 } blocking) return new ConsensusBlocked(blocking);
        return Take(DecisionKind.Table, "", command.Candidate, command.Text, (now.ToUniversalTime(), Term.Utc), day, facts, lines, TimeSpan.Zero);
    }

    /// <summary>
    /// Silence is over when its candidacy is, and a decision when its deadline has come; until then there is nothing to enter. The moment
    /// of the decision is the deadline, however late it is entered.
    /// </summary>
    public Decision<SelectionEvent> Decide(ConcludeSilence command, Facts facts, DateTimeOffset now)
    {
        if (FindSilence(command.Silence) is not { IsRunning: true, Deadline: var deadline } silence) return Decision.AlreadySo<SelectionEvent>();
        var isOver = silence.HasRunOutAt(now);
        // Facts that were read for another deadline, or before this one came, say nothing about it.
        if (isOver ? command.Deadline != deadline.At : command.Deadline is not null) return Decision.AlreadySo<SelectionEvent>();
        var day = isOver ? deadline.Day : DayOfStanding(Today.Utc(now), deadline.Day);
        if (facts.NotStanding(day) is { } notStanding)
        {
            var withdrawn = Decision.Enter<SelectionEvent>(new SilenceWithdrawn(silence.Id, notStanding.Why));
            return isOver ? withdrawn : withdrawn.ValidBefore(deadline.At);
        }
        if (!isOver) return Decision.AlreadySo<SelectionEvent>();
        var lines = Standing.LinesOf(this, facts.Candidate!, facts.Roster, day, null, Rule);
        if (lines.Count == 0) return new SilenceWithdrawn(silence.Id, new NoElectorate(day).Message);
        return Take(
            DecisionKind.Silence, silence.Id, silence.Candidate, silence.Text, (deadline.At, deadline.TimeZone), day, facts, lines,
            now - deadline.At);
    }

    /// <summary>The process goes on after a decision that did not come to pass.</summary>
    public Decision<SelectionEvent> Decide(ReopenSelection command)
    {
        var found = new Violations();
        found.Text("reason", command.Reason);
        if (found.Any) return found.ToRefusal();
        if (Opened is null) return new SelectionUnknown(Id);
        if (Closed is not null) return new SelectionIsClosed(Id);
        if (InForce() is not { } decision) return new SelectionNotDecided(Id);
        // Taking back what may be on its way could overtake it.
        if (decision.DeliveryAt(null) == DeliveryState.Pending) return new AppointmentPending(Id, decision);
        return new SelectionReopened(decision.Id, command.Reason);
    }

    private static DecisionTaken Take(
        DecisionKind kind, string silence, string candidate, string text, (DateTimeOffset At, string TimeZone) moment, DateOnly day,
        Facts facts, IReadOnlyList<MemberLine> lines, TimeSpan lateBy) => new(
        kind, silence, candidate, facts.Candidate!.Name, facts.Vacancy.Post, text, moment.At, moment.TimeZone, day,
        [.. lines.Select(Elector.Of)], facts.Roster.Revision, lateBy);
}
