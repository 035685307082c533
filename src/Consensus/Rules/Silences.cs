using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>Asks to put a draft decision under silence.</summary>
public sealed record OpenSilence(string Candidate, string Text, Term Term);

/// <summary>Asks to move the deadline further away.</summary>
public sealed record ExtendSilence(string Silence, Term Term, string Reason);

/// <summary>Asks to enter that a member breaks silence.</summary>
/// <param name="Silence">The silence's id.</param>
/// <param name="Member">The member's code.</param>
/// <param name="Reason">What it says.</param>
/// <param name="Seal">If it does so in confidence, the SHA-256 of what is kept so; else null.</param>
public sealed record BreakSilence(string Silence, string Member, string Reason, string? Seal = null);

/// <summary>Asks to take a draft back.</summary>
public sealed record WithdrawSilence(string Silence, string Reason);

public sealed partial record Selection
{
    /// <summary>The longest text of a decision, in characters.</summary>
    private const int DraftLength = 10_000;

    /// <summary>The silence that runs, by what was known at a moment; null if none does.</summary>
    public Silence? Running(DateTimeOffset? knownAt = null) =>
        Silences.Find(s => s.Opened.IsKnownAt(knownAt) && s.StateAt(knownAt) == SilenceState.UnderSilence);

    /// <summary>A silence by its id; null if there is none.</summary>
    public Silence? FindSilence(string silence) => Silences.Find(s => s.Id == silence);

    /// <summary>A draft is put under silence. Without the facts of their owners, only the request itself is examined.</summary>
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
        // Entered at its deadline or after it, silence would be over before anybody could have broken it.
        return Ruling.Enter<SelectionEvent>(opened).ValidBefore(deadline);
    }

    /// <summary>The deadline moves further away.</summary>
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

    /// <summary>A member breaks silence. Without the roster, who is a member is not examined.</summary>
    /// <remarks>
    /// A silence that one member has broken can be broken by others until its deadline: each says so for itself. Once another silence runs,
    /// it can't: whoever means that one is to be told.
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

    /// <summary>A draft is taken back.</summary>
    public Ruling<SelectionEvent> Decide(WithdrawSilence command, DateTimeOffset now)
    {
        var silence = FindSilence(command.Silence);
        var found = new Violations();
        found.EntryId("silence", command.Silence, 's');
        found.Text("reason", command.Reason);
        return UnlessEnded(found, command.Silence, silence, now)
            ?? Enter(new SilenceWithdrawn(command.Silence, command.Reason));
    }

    /// <summary>Accepted; while silence runs, only if it is recorded before the deadline.</summary>
    private Ruling<SelectionEvent> Enter(params IReadOnlyList<SelectionEvent> events) =>
        Running() is { } running ? Ruling.Enter(events).ValidBefore(running.Deadline.At) : Ruling.Enter(events);

    /// <summary>Why nothing can be entered about a silence, if nothing can.</summary>
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
    /// The members whose delegation objects: a formal objection stands until that delegation itself says otherwise, or it is retracted.
    /// </summary>
    private List<MemberLine> Objecting(Facts facts, DateOnly day) =>
        [.. Standing.LinesOf(this, facts.Candidate!, facts.Roster, day, null, Rule with { CountsFrom = Sourcing.Delegation })
            .Where(line => line.Bucket == Bucket.Objects)];
}
