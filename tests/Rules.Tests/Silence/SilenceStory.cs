using System.Diagnostics;
using System.Text.Json;
using NatoServices.Consensus;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What was asked, decided and entered, and what the model says of it.</summary>
internal sealed record Happening(
    object Command, SilenceWorld World, DateTimeOffset DecidedAt, DateTimeOffset EnteredAt, Selection Before, Selection After,
    Refusal? Refusal, IReadOnlyList<SelectionEvent> Events, string Answer, string ExpectedAnswer, string State, string ExpectedState);

/// <summary>A selection to which moves happen one after the other, entered as the ledger and the journal do.</summary>
internal sealed class SilenceStory
{
    public static readonly DateTimeOffset Start = new(SilenceWorld.FirstDay.ToDateTime(new(9, 0)), TimeSpan.Zero);

    private readonly List<(DateTimeOffset From, SilenceWorld World)> worlds = [(DateTimeOffset.MinValue, SilenceWorld.First)];
    private readonly List<Entry<SelectionEvent>> entries = [];
    private readonly List<Happening> happenings = [];
    private readonly List<string> misjudged = [];
    private readonly SilenceModel model;
    private DateTimeOffset clock = Start;

    public SilenceStory(Rule rule, params IEnumerable<SilenceMove> moves)
    {
        model = new(rule);
        Apply([new SelectionOpened("s", "post", rule)]);
        foreach (var move in moves) Do(move);
    }

    public Selection State { get; private set; } = Selection.Empty;

    public IReadOnlyList<Entry<SelectionEvent>> Entries => entries;

    public IReadOnlyList<Happening> Happenings => happenings;

    /// <summary>What was entered too late, or not entered though it was in time.</summary>
    public IReadOnlyList<string> Misjudged => misjudged;

    /// <summary>The later of the clock and the last entry's moment.</summary>
    public DateTimeOffset Now => entries is [.., var last] && last.RecordedAt > clock ? last.RecordedAt : clock;

    public DateOnly Day => DateOnly.FromDateTime(Now.UtcDateTime);

    public Silence? Last => State.Silences.LastOrDefault();

    public static TimeZoneInfo? FindZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>What the rules say to a command.</summary>
    public static Ruling<SelectionEvent> Decide(Selection selection, object command, SilenceWorld world, DateTimeOffset now) =>
        Decide(selection, command, world.Facts(command switch
        {
            OpenSilence c => c.Candidate,
            RecordPosition c => c.Candidate,
            DeclareDecision c => c.Candidate,
            ConcludeSilence c => selection.Silences.Find(s => s.Id == c.Silence)?.Candidate ?? "x",
            _ => "x",
        }), now);

    /// <summary>What the rules say to a command.</summary>
    public static Ruling<SelectionEvent> Decide(Selection selection, object command, Facts facts, DateTimeOffset now) => command switch
    {
        OpenSelection c => selection.Decide(c),
        OpenSilence c => selection.Decide(c, facts, now),
        ExtendSilence c => selection.Decide(c, now),
        BreakSilence c => selection.Decide(c, facts.Roster, now),
        WithdrawSilence c => selection.Decide(c, now),
        RecordPosition c => selection.Decide(c, facts, now),
        RetractPosition c => selection.Decide(c, now),
        DischargeCondition c => selection.Decide(c, now),
        DeclareDecision c => selection.Decide(c, facts, now),
        ConcludeSilence c => selection.Decide(c, facts, now),
        ReportAppointment c => selection.Decide(c),
        ReportRevocation c => selection.Decide(c),
        ReopenSelection c => selection.Decide(c),
        CloseSelection c => selection.Decide(c, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    /// <summary>The facts as the asker reads them: the worker those of the deadline, everybody else the newest.</summary>
    private SilenceWorld WorldFor(object command) =>
        command is ConcludeSilence { Deadline: { } deadline } ? worlds.Last(w => w.From <= deadline).World : worlds[^1].World;

    private void Do(SilenceMove move)
    {
        switch (move)
        {
            case Asks asks: Enter(Try(asks.Command(this))); break;
            case AsksAndWaits asks:
                var tried = Try(asks.Asked.Command(this));
                // What is refused, or leaves nothing to enter, is answered at once.
                if (tried.Decision.Events.Count == 0) Enter(tried);
                foreach (var meanwhile in asks.Meanwhile) Do(meanwhile);
                if (tried.Decision.Events.Count > 0) Enter(tried);
                break;
            case Waits waits: clock += waits.Time; break;
            case WaitsForDeadline waits:
                if (Last is { } silence && silence.Deadline.At + waits.Past > clock) clock = (silence.Deadline.At + waits.Past).ToUniversalTime();
                break;
            case WorldMoves change: worlds.Add((Now, change.Change(worlds[^1].World, Day.AddDays(change.Days)))); break;
            case Restarts restarts: State = restarts.FromEntries ? FromEntries() : Kept(State); break;
        }
    }

    private Attempt Try(object command) =>
        WorldFor(command) is var world ? new(command, world, Now, entries.Count, State, Decide(State, command, world, Now)) : throw new UnreachableException();

    private void Enter(Attempt tried)
    {
        var (command, world, at, revision, before, decision) = tried;
        if (decision.Events.Count > 0)
        {
            // The journal records nothing as earlier than it was decided, though the clock may have jumped back since.
            if (clock < at) clock = at;
            var late = decision.Before <= Now;
            if (revision == entries.Count && late != model.IsOvertaken(command, at, Now)) misjudged.Add($"{command} at {at:O}, entered at {Now:O}");
            if (late || revision != entries.Count)
            {
                if (at == Now && revision == entries.Count) throw new InvalidOperationException($"{command} would be decided over and over");
                Enter(Try(command));
                return;
            }
        }
        var expected = model.Answer(command, world, at);
        Apply(decision.Events);
        happenings.Add(new(command, world, at, Now, before, State, decision.Refusal, decision.Events,
            decision.Refusal is null && decision.Events.Count == 0 ? "nothing" : SilenceTold.Of(decision.Refusal), expected,
            SilenceTold.Of(State), model.ToString()));
    }

    private void Apply(IReadOnlyList<SelectionEvent> events)
    {
        var now = Now;
        foreach (var entered in events)
        {
            entries.Add(new(entries.Count + 1, now, "somebody", entered));
            State = Selection.Apply(State, entries[^1]);
            if (entered is AppointmentDelivered delivered && State.FindDecision(delivered.Decision)!.Taken is var taken)
                worlds.Add((now, worlds[^1].World.Appoint(taken.Candidate, taken.DecidedOn)));
            if (entered is AppointmentRevoked revoked) worlds.Add((now, worlds[^1].World.Revoke(State.FindDecision(revoked.Decision)!.Taken.Candidate)));
        }
    }

    /// <summary>The state as it was after some of the entries.</summary>
    public Selection After(int count) => entries.Take(count).Aggregate(Selection.Empty, Selection.Apply);

    /// <summary>The state as it is read anew from what the journal keeps.</summary>
    public Selection FromEntries() => entries.Select(Kept).Aggregate(Selection.Empty, Selection.Apply);

    /// <summary>The state as it is read back from JSON.</summary>
    public static Selection Kept(Selection state) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(state, SelectionEvents.Json.Selection), SelectionEvents.Json.Selection)!;

    private static Entry<SelectionEvent> Kept(Entry<SelectionEvent> entry)
    {
        var written = SelectionEvents.Codec.Write(entry.Event);
        return SelectionEvents.Codec.Read(new("s", entry.Revision, entry.RecordedAt, written.Kind, written.Body, entry.Actor, null, default));
    }

    /// <summary>For whoever reads of a law that doesn't hold.</summary>
    public override string ToString() => string.Join('\n', entries.Select(e => $"{e.Revision} {e.RecordedAt:O} {e.Event}"));

    private sealed record Attempt(
        object Command, SilenceWorld World, DateTimeOffset At, int Revision, Selection Before, Ruling<SelectionEvent> Decision);
}
