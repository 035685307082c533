using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>Asks to enter that the chair has declared consensus at the table.</summary>
public sealed record DeclareDecision(string Candidate, string Text);

/// <summary>
/// Asks what has become of a silence that runs: whether its candidacy still stands and, at its deadline, to adopt the draft.
/// </summary>
/// <param name="Silence">The silence's id.</param>
/// <param name="Deadline">The deadline as of which the facts were read; null: it has not come yet, and they are the newest.</param>
public sealed record ConcludeSilence(string Silence, DateTimeOffset? Deadline);

/// <summary>Asks to go on after a decision that did not come to pass: the one that is named; if none is, the one in force.</summary>
public sealed record ReopenSelection(string Reason, string Decision = "");

public sealed partial record Selection
{
    /// <summary>The decision that holds, by what was known at a moment; null if there is none.</summary>
    public TakenDecision? InForce(DateTimeOffset? knownAt = null) => Decisions.Find(d => d.IsInForceAt(knownAt));

    /// <summary>The chair declares consensus. Without the facts of their owners, only the request itself is examined.</summary>
    public Ruling<SelectionEvent> Decide(DeclareDecision command, Facts? facts, DateTimeOffset now)
    {
        var found = new Violations();
        facts.Candidate(found, "candidate", command.Candidate);
        found.Text("text", command.Text, DraftLength);
        if (Unless(found, now) is { } refused) return refused;
        if (Running() is { } running) return new SilenceRuns(running);
        if (facts is null) return Ruling.AlreadySo<SelectionEvent>();
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
    public Ruling<SelectionEvent> Decide(ConcludeSilence command, Facts facts, DateTimeOffset now)
    {
        if (FindSilence(command.Silence) is not { IsRunning: true, Deadline: var deadline } silence) return Ruling.AlreadySo<SelectionEvent>();
        var isOver = silence.HasRunOutAt(now);
        // Facts that were read for another deadline, or before this one came, say nothing about it.
        if (isOver ? command.Deadline != deadline.At : command.Deadline is not null) return Ruling.AlreadySo<SelectionEvent>();
        var day = isOver ? deadline.Day : Today.Utc(now);
        if (facts.NotStanding(day) is { } notStanding)
        {
            var withdrawn = Ruling.Enter<SelectionEvent>(new SilenceWithdrawn(silence.Id, notStanding.Why));
            return isOver ? withdrawn : withdrawn.ValidBefore(deadline.At);
        }
        if (!isOver) return Ruling.AlreadySo<SelectionEvent>();
        var lines = Standing.LinesOf(this, facts.Candidate!, facts.Roster, day, null, Rule);
        if (lines.Count == 0) return new SilenceWithdrawn(silence.Id, new NoElectorate(day).Message);
        return Take(
            DecisionKind.Silence, silence.Id, silence.Candidate, silence.Text, (deadline.At, deadline.TimeZone), day, facts, lines,
            now - deadline.At);
    }

    /// <summary>The process goes on after a decision that did not come to pass.</summary>
    public Ruling<SelectionEvent> Decide(ReopenSelection command)
    {
        var found = new Violations();
        if (command.Decision is not "") found.EntryId("decision", command.Decision, 'd');
        found.Text("reason", command.Reason);
        if (found.Any) return found.ToRefusal();
        if (Opened is null) return new SelectionUnknown(Id);
        if (command.Decision is not "" && FindDecision(command.Decision) is null) return new DecisionUnknown(Id, command.Decision);
        if (Closed is not null) return new SelectionIsClosed(Id);
        if (InForce() is not { } decision) return new SelectionNotDecided(Id);
        if (command.Decision is not "" && command.Decision != decision.Id) return new DecisionNotInForce(Id, command.Decision, decision);
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
