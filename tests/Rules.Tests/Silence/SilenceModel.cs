using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>Silence and decisions once more, written down from the words alone: what each command is answered, and what then holds.</summary>
internal sealed class SilenceModel(Rule rule)
{
    private readonly List<Draft> drafts = [];
    private readonly List<Outcome> outcomes = [];
    private readonly SpokenWords words = new(rule);
    private bool closed;
    private long revision = 1;

    private Draft? Running => drafts.SingleOrDefault(d => d.State == "UNDER_SILENCE");

    private Outcome? InForce => outcomes.SingleOrDefault(o => !o.Reopened);

    /// <summary>
    /// Whether what was accepted at a moment comes too late when it is entered: a deadline that it should have kept has come meanwhile.
    /// </summary>
    public bool IsOvertaken(object command, DateTimeOffset decidedAt, DateTimeOffset enteredAt)
    {
        if (command is ReportAppointment or ReportRevocation or ReopenSelection) return false;
        var kept = new List<DateTimeOffset>();
        if (Running is { } running) kept.Add(running.At);
        if (command is BreakSilence broken && Find(broken.Silence) is { } draft) kept.Add(draft.At);
        if (command is OpenSilence open) kept.Add(ModelTerm.Read(open.Term, decidedAt, null).At);
        return kept.Any(deadline => decidedAt < deadline && deadline <= enteredAt);
    }

    /// <summary>What a command is answered: "" if something is entered, "nothing" if nothing is to be, or else why not.</summary>
    public string Answer(object command, SilenceWorld world, DateTimeOffset now) => command switch
    {
        OpenSelection => "SelectionAlreadyOpen",
        OpenSilence c => Open(c, world, now),
        ExtendSilence c => Extend(c, now),
        BreakSilence c => Break(c, world, now),
        WithdrawSilence c => Ended(c.Silence, now) ?? Gate(now) ?? Enter(() => Find(c.Silence)!.End("WITHDRAWN", c.Reason)),
        RecordPosition c => SpokenWords.Wrong(c, world, now) ?? Gate(now) ?? Enter(() => words.Take(c, revision)),
        RetractPosition c => Gate(now) ?? words.Unknown(c.Position) ?? Enter(() => words.Retract(c.Position)),
        DischargeCondition c => Gate(now) ?? words.Unknown(c.Position) ?? words.Unmet(c.Position) ?? Enter(() => words.Meet(c.Position, Day(now))),
        DeclareDecision c => Declare(c, world, now),
        ConcludeSilence c => Conclude(c, world, now),
        ReportAppointment c => Find(c.Decision, "Pending") is { } pending
            ? Enter(() => pending.Delivery = c.Refusal is "" ? "Delivered" : "Refused") : "nothing",
        ReportRevocation c => Find(c.Decision, "Revoking") is { } revoking ? Enter(() => revoking.Delivery = "Revoked") : "nothing",
        ReopenSelection => Reopen(),
        CloseSelection => Gate(now) ?? Close(),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    /// <summary>The whole state, as <see cref="SilenceTold"/> tells that of the rules.</summary>
    public override string ToString() => string.Join('\n', [.. drafts, .. outcomes, .. words.All, closed ? "closed" : "open"]);

    private string Open(OpenSilence c, SilenceWorld world, DateTimeOffset now)
    {
        var (at, zone, wrong) = ModelTerm.Read(c.Term, now, null);
        if ((wrong ?? Gate(now)) is { } no) return no;
        if (Running is { } running) return $"SilenceRuns silence={running.Id}";
        if (NotStanding(c.Candidate, Day(now), world) is { } gone) return gone.Refusal;
        var objecting = words.Objecting(c.Candidate, Day(now), world);
        if (objecting.Count > 0) return $"ObjectionStands members={string.Join(',', objecting)}";
        return Enter(() => drafts.Add(new($"s{revision}", c.Candidate, at, zone)));
    }

    private string Extend(ExtendSilence c, DateTimeOffset now)
    {
        var draft = Find(c.Silence);
        var (at, zone, wrong) = ModelTerm.Read(c.Term, now, draft);
        return wrong ?? Ended(c.Silence, now) ?? Gate(now) ?? Enter(() => draft!.Extend(at, zone, c.Reason));
    }

    private string Break(BreakSilence c, SilenceWorld world, DateTimeOffset now)
    {
        if (!world.IsMember(c.Member, Day(now))) return "InvalidInput member";
        if ((Ended(c.Silence, now, "BROKEN") ?? Gate(now)) is { } no) return no;
        var draft = Find(c.Silence)!;
        return draft.Breaks.Contains(c.Member) ? $"SilenceBrokenBefore silence={draft.Id}" : Enter(() => draft.Break(c.Seal is null ? c.Member : "sealed"));
    }

    private string Declare(DeclareDecision c, SilenceWorld world, DateTimeOffset now)
    {
        if (Gate(now) is { } no) return no;
        if (Running is { } running) return $"SilenceRuns silence={running.Id}";
        if (NotStanding(c.Candidate, Day(now), world) is { } gone) return gone.Refusal;
        return words.Blocking(c.Candidate, Day(now), world) is { } blocked ? blocked
            : Enter(() => Decide("Table", "", c.Candidate, now, "UTC", now, world));
    }

    private string Conclude(ConcludeSilence c, SilenceWorld world, DateTimeOffset now)
    {
        if (Find(c.Silence) is not { State: "UNDER_SILENCE" } draft) return "nothing";
        var isOver = now >= draft.At;
        if (c.Deadline != (isOver ? draft.At : null)) return "nothing";
        var day = isOver ? draft.Day : Day(now);
        if (NotStanding(draft.Candidate, day, world) is { } gone) return Enter(() => draft.End("WITHDRAWN", gone.Why));
        if (!isOver) return "nothing";
        return Enter(() =>
        {
            draft.End("ADOPTED", "");
            Decide("Silence", draft.Id, draft.Candidate, draft.At, draft.Zone, now, world);
        });
    }

    private void Decide(string kind, string silence, string candidate, DateTimeOffset at, string zone, DateTimeOffset now, SilenceWorld world)
    {
        var local = ModelTerm.In(zone, at);
        var day = DateOnly.FromDateTime(local.UtcDateTime);
        outcomes.Add(new($"d{revision}", $"{kind} {silence} {candidate} {local:O} {zone} {day:O} {now - at} {words.Electorate(candidate, day, world)}"));
    }

    private string Reopen()
    {
        if (closed) return "SelectionIsClosed";
        if (InForce is not { } decision) return "SelectionNotDecided";
        if (decision.Delivery == "Pending") return $"AppointmentPending decision={decision.Id}";
        return Enter(() => (decision.Reopened, decision.Delivery) = (true, decision.Delivery == "Delivered" ? "Revoking" : decision.Delivery));
    }

    private string Close()
    {
        if (Running is { } running) Enter(() => running.End("WITHDRAWN", "closed"));
        return Enter(() => closed = true);
    }

    private string? Ended(string silence, DateTimeOffset now, string alsoOpen = "") =>
        Find(silence) is not { } draft ? $"SilenceUnknown silence={silence}"
        : (draft.State != "UNDER_SILENCE" && (draft.State != alsoOpen || Running is not null)) || now >= draft.At ? $"SilenceEnded silence={silence} state={draft.State}"
        : null;

    private string? Gate(DateTimeOffset now) =>
        closed ? "SelectionIsClosed"
        : InForce is { } decision ? $"SelectionIsDecided decision={decision.Id}"
        : Running is { } running && now >= running.At ? $"SilenceHasRunOut silence={running.Id}"
        : null;

    private static (string Refusal, string Why)? NotStanding(string candidate, DateOnly day, SilenceWorld world) =>
        world.Appointed is not "" ? ("VacancyIsFilled", "filled")
        : world.On(candidate, day)?.Status is CandidacyStatus.Declared or CandidacyStatus.Presented ? null
        : ("CandidateNotStanding", "candidacy");

    private string Enter(Action effect)
    {
        revision++;
        effect();
        return "";
    }

    private Draft? Find(string silence) => drafts.Find(d => d.Id == silence);

    private Outcome? Find(string decision, string delivery) => outcomes.Find(o => o.Id == decision && o.Delivery == delivery);

    private static DateOnly Day(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    /// <summary>What became of a decision.</summary>
    private sealed record Outcome(string Id, string Taken)
    {
        public string Delivery { get; set; } = "Pending";

        public bool Reopened { get; set; }

        public override string ToString() => $"{Id} {Taken} {Delivery} {(Reopened ? "reopened" : "in force")}";
    }
}
