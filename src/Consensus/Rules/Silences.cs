namespace NatoServices.Consensus.Rules;

/// <summary>Command to put a draft decision under silence.</summary>
public sealed record OpenSilence(string Candidate, string Text, Term Term);

/// <summary>Command to move the deadline to a later moment.</summary>
public sealed record ExtendSilence(string Silence, Term Term, string Reason);

/// <summary>
/// Command to enter that a member breaks silence. The seal of a confidential break is the SHA-256 of the confidential text; otherwise null.
/// </summary>
public sealed record BreakSilence(string Silence, string Member, string Reason, string? Seal = null);

/// <summary>Command to withdraw a draft.</summary>
public sealed record WithdrawSilence(string Silence, string Reason);

public sealed partial record Selection
{
    /// <summary>The maximum length of the text of a decision, in characters.</summary>
    private const int DraftLength = 10_000;

    /// <summary>The running silence as known at a moment (null: now); null if there is none.</summary>
    public Silence? Running(DateTimeOffset? knownAt = null) =>
        Silences.Find(s => s.Opened.IsKnownAt(knownAt) && s.StateAt(knownAt) == SilenceState.UnderSilence);

    /// <summary>Finds a silence by its id; null if there is none.</summary>
    public Silence? FindSilence(string silence) => Silences.Find(s => s.Id == silence);

    /// <summary>Puts a draft under silence. Yields no event if <paramref name="facts"/> is null.</summary>
    public Ruling<SelectionEvent> Decide(OpenSilence command, Facts? facts, DateTimeOffset now)
    {
        var found = new Violations();
        facts.Candidate(found, "candidate", command.Candidate);
        found.Text("text", command.Text, DraftLength);
        var (deadline, zone) = command.Term.From(found, now, null);
        if (Unless(found, now) is { } refused) return refused;
        if (Running() is { } running) return new SilenceRuns(running);
        if (facts is null) return Ruling.AlreadySo<SelectionEvent>();
        var day = Today.Utc(now);
        var electorate = facts.Roster.ElectorateOn(day);
        if (facts.NotStanding(day) is { } notStanding) return notStanding;
        if (electorate.Count == 0) return new NoElectorate(day);
        if (Objecting(facts, day) is { Count: > 0 } objecting) return new ObjectionStands(objecting);
        var opened = new SilenceOpened(command.Candidate, command.Text, deadline, zone, [.. electorate.Select(state => state.Code)]);
        // If the opening were recorded at its deadline or later, nobody could break the silence.
        return Ruling.Enter<SelectionEvent>(opened).ValidBefore(deadline);
    }

    /// <summary>Moves the deadline to a later moment.</summary>
    public Ruling<SelectionEvent> Decide(ExtendSilence command, DateTimeOffset now)
    {
        var silence = FindSilence(command.Silence);
        var found = new Violations();
        found.EntryId("silence", command.Silence, 's');
        found.Text("reason", command.Reason);
        var (deadline, zone) = command.Term.From(found, now, silence?.Deadline);
        return UnlessEnded(found, command.Silence, silence, now)
            ?? Enter(new SilenceExtended(command.Silence, deadline, zone, command.Reason));
    }

    /// <summary>Enters a break of silence. If the roster is null, it is not checked whether the member is one.</summary>
    /// <remarks>
    /// Until its deadline, a broken silence can be broken by other members too, so that each can state its own break. If another silence is
    /// running, this is refused, because the caller may mean that one.
    /// </remarks>
    public Ruling<SelectionEvent> Decide(BreakSilence command, Roster? roster, DateTimeOffset now)
    {
        var found = new Violations();
        found.EntryId("silence", command.Silence, 's');
        found.MemberCode("member", command.Member);
        found.Text("reason", command.Reason);
        if (roster is not null && CountryCodes.IsAssigned(command.Member))
            found.Require(roster.Find(command.Member)?.IsElectorOn(Today.Utc(now)) is true, "member",
                $"{command.Member} is not a member on {Today.Utc(now):yyyy-MM-dd}");
        var silence = FindSilence(command.Silence);
        if (UnlessEnded(found, command.Silence, silence, now, mayBeBroken: true) is { } refused) return refused;
        if (silence!.Breaks.Find(b => b.Member == command.Member) is { } before) return new SilenceBrokenBefore(silence, before);
        var broken = command.Seal is { } seal
            ? new SilenceBroken(command.Silence, "", "", seal)
            : new SilenceBroken(command.Silence, command.Member, command.Reason);
        return Ruling.Enter<SelectionEvent>(broken).ValidBefore(silence.Deadline.At);
    }

    /// <summary>Withdraws a draft.</summary>
    public Ruling<SelectionEvent> Decide(WithdrawSilence command, DateTimeOffset now)
    {
        var silence = FindSilence(command.Silence);
        var found = new Violations();
        found.EntryId("silence", command.Silence, 's');
        found.Text("reason", command.Reason);
        return UnlessEnded(found, command.Silence, silence, now)
            ?? Enter(new SilenceWithdrawn(command.Silence, command.Reason));
    }

    /// <summary>Accepts the events. While a silence is running, they must be recorded before its deadline.</summary>
    private Ruling<SelectionEvent> Enter(params IReadOnlyList<SelectionEvent> events) =>
        Running() is { } running ? Ruling.Enter(events).ValidBefore(running.Deadline.At) : Ruling.Enter(events);

    /// <summary>Refuses if the request is invalid or nothing can be entered about the silence. Null if an entry is possible.</summary>
    private Ruling<SelectionEvent>? UnlessEnded(Violations found, string id, Silence? silence, DateTimeOffset now, bool mayBeBroken = false)
    {
        if (found.Any) return found.ToRefusal();
        if (Opened is null) return new SelectionUnknown(Id);
        if (silence is null) return new SilenceUnknown(Id, id);
        var running = Running();
        var isOpen = silence.IsRunning || (mayBeBroken && silence.StateAt(null) == SilenceState.Broken && running is null);
        if (!isOpen || silence.HasRunOutAt(now)) return new SilenceEnded(silence, running?.HasRunOutAt(now) is false ? running : null);
        return Unless(found, now);
    }

    /// <summary>
    /// The members whose delegation objects. A formal objection stands until the delegation itself takes another position or the objection
    /// is retracted.
    /// </summary>
    private List<MemberLine> Objecting(Facts facts, DateOnly day) =>
        [.. Standing.LinesOf(this, facts.Candidate!, facts.Roster, day, null, Rule with { CountsFrom = Sourcing.Delegation })
            .Where(line => line.Bucket == Bucket.Objects)];
}
