namespace NatoServices.Consensus.Rules;

/// <summary>Command to enter that the chair declared consensus at the table.</summary>
public sealed record DeclareDecision(string Candidate, string Text);

/// <summary>Command to adopt the draft at the deadline, or to withdraw the silence if its candidacy no longer stands.</summary>
/// <param name="Silence">The silence's id.</param>
/// <param name="Deadline">The deadline as of which the facts were read; null if it has not passed and the facts are the newest.</param>
public sealed record ConcludeSilence(string Silence, DateTimeOffset? Deadline);

/// <summary>Command to reopen a selection after a decision; an empty decision id means the one in force.</summary>
public sealed record ReopenSelection(string Reason, string Decision = "");

public sealed partial record Selection
{
    /// <summary>The decision in force as known at a moment (null: now); null if there is none.</summary>
    public TakenDecision? InForce(DateTimeOffset? knownAt = null) => Decisions.Find(d => d.IsInForceAt(knownAt));

    /// <summary>Enters that the chair declared consensus. Yields no event if <paramref name="facts"/> is null.</summary>
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
    /// Withdraws a silence if its candidacy no longer stands, or takes the decision if the deadline has passed. Otherwise yields no event.
    /// The moment of the decision is the deadline, however late it is entered.
    /// </summary>
    public Ruling<SelectionEvent> Decide(ConcludeSilence command, Facts facts, DateTimeOffset now)
    {
        if (FindSilence(command.Silence) is not { IsRunning: true, Deadline: var deadline } silence) return Ruling.AlreadySo<SelectionEvent>();
        var isOver = silence.HasRunOutAt(now);
        // Facts that were read for another deadline, or before this one passed, must not be used for this one.
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

    /// <summary>Reopens the selection after a decision that was not carried out.</summary>
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
        // While the appointment is being delivered, its revocation could overtake it.
        if (decision.DeliveryAt(null) == DeliveryState.Pending) return new AppointmentPending(Id, decision);
        return new SelectionReopened(decision.Id, command.Reason);
    }

    private static DecisionTaken Take(
        DecisionKind kind, string silence, string candidate, string text, (DateTimeOffset At, string TimeZone) moment, DateOnly day,
        Facts facts, IReadOnlyList<MemberLine> lines, TimeSpan lateBy) => new(
        kind, silence, candidate, facts.Candidate!.Name, facts.Vacancy.Post, text, moment.At, moment.TimeZone, day,
        [.. lines.Select(Elector.Of)], facts.Roster.Revision, lateBy);
}
