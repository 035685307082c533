using CsCheck;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>Something that may happen next in a selection.</summary>
internal abstract record SilenceMove;

/// <summary>Somebody asks for something; what exactly depends on what there is.</summary>
internal sealed record Asks(Func<SilenceStory, object> Command, string Name) : SilenceMove
{
    public override string ToString() => Name;
}

/// <summary>As <see cref="Asks"/>, but another writer comes before what was decided is entered.</summary>
internal sealed record AsksAndWaits(Asks Asked, SilenceMove[] Meanwhile) : SilenceMove
{
    public override string ToString() => $"{Asked}, and meanwhile [{string.Join("; ", (object[])Meanwhile)}]";
}

/// <summary>The clock goes on, or jumps back.</summary>
internal sealed record Waits(TimeSpan Time) : SilenceMove;

/// <summary>The clock goes on to the deadline of the last silence, or to a moment near it; it stays if that lies behind.</summary>
internal sealed record WaitsForDeadline(TimeSpan Past) : SilenceMove;

/// <summary>Something changes in the other services, on a day counted from today.</summary>
internal sealed record WorldMoves(Func<SilenceWorld, DateOnly, SilenceWorld> Change, int Days, string Name) : SilenceMove
{
    public override string ToString() => $"{Name} in {Days} days";
}

/// <summary>The service starts anew, from the entries alone or from a state that was kept.</summary>
internal sealed record Restarts(bool FromEntries) : SilenceMove;

/// <summary>Moves of every kind.</summary>
internal static class SilenceMoves
{
    private static readonly Gen<string> Candidate = Gen.Frequency((5, Gen.Const("x")), (3, Gen.Const("y")), (1, Gen.Const("z")));

    private static readonly Gen<string> Zone = Gen.OneOf("", "UTC", "Europe/Brussels", "Pacific/Honolulu");

    private static readonly Gen<TimeSpan> Span = Gen.Frequency(
        (4, Gen.Int[1, 3 * 24].Select(hours => TimeSpan.FromHours(hours))),
        (2, Gen.OneOf(TimeSpan.FromTicks(5), TimeSpan.Zero, TimeSpan.FromMicroseconds(1), TimeSpan.FromMicroseconds(-1), TimeSpan.FromTicks(15))),
        (1, Gen.OneOf(TimeSpan.FromSeconds(1), TimeSpan.FromDays(366), TimeSpan.FromDays(367))));

    /// <summary>A while; or a moment, counted from the present deadline, or from now if there is none.</summary>
    private static readonly Gen<Func<DateTimeOffset, Term>> AnyTerm = Gen.Select(Span, Gen.Bool, Zone, (span, asDuration, zone) =>
        (Func<DateTimeOffset, Term>)(from => new(asDuration ? null : from + span, asDuration ? span : null, zone, SilenceStory.FindZone)));

    /// <summary>Mostly the last silence.</summary>
    private static readonly Gen<Func<SilenceStory, string>> Silence = Gen.Frequency(
        (9, Gen.Const((Func<SilenceStory, string>)(story => story.Last?.Id ?? "s2"))),
        (2, Gen.Int[0, 9].Select(n => (Func<SilenceStory, string>)(story => story.State.Silences is { Count: > 0 } all ? all[n % all.Count].Id : "s9"))));

    private static readonly Gen<Sourcing> AnySourcing = Gen.OneOf(Sourcing.Delegation, Sourcing.Delegation, Sourcing.Named, Sourcing.Unnamed, Sourcing.Assessment);

    private static readonly Gen<Stance> AnyStance = Gen.OneOf(Stance.Supports, Stance.Supports, Stance.NoObjection, Stance.NoPosition, Stance.Objects);

    private static readonly Gen<Asks> Open = Gen.Select(Candidate, AnyTerm, (candidate, term) =>
        new Asks(story => new OpenSilence(candidate, "the draft", term(story.Now)), "open"));

    private static readonly Gen<Asks> Extend = Gen.Select(Silence, AnyTerm, (silence, term) =>
        new Asks(story => new ExtendSilence(silence(story), term(story.Last?.Deadline.At ?? story.Now), "more time"), "extend"));

    private static readonly Gen<Asks> Break = Gen.Select(Silence, Gen.OneOf(SilenceWorld.Codes), Gen.Int[0, 3], (silence, member, how) =>
        new Asks(story => new BreakSilence(silence(story), member, "no", how == 0 ? "5ea1" : null), $"break by {member}"));

    private static readonly Gen<Asks> Withdraw = Silence.Select(silence =>
        new Asks(story => new WithdrawSilence(silence(story), "taken back"), "withdraw"));

    private static readonly Gen<Asks> Take = Gen.Select(Candidate, Gen.OneOf(SilenceWorld.Codes), AnyStance, AnySourcing, Gen.Int[-3, 1], Gen.Int[0, 3],
        (candidate, member, stance, sourcing, days, kind) => new Asks(story => new RecordPosition(
            candidate, member, stance, kind == 0 ? ["an assurance"] : [], sourcing, TestRecord.Source, PartialDate.Of(story.Day.AddDays(days))),
            $"{member} on {candidate}: {stance}"));

    private static readonly Gen<Asks> Undo = Gen.Select(Gen.Int[0, 99], Gen.Bool, (n, retract) => new Asks(story =>
    {
        var id = story.State.Positions is { Count: > 0 } all ? all[n % all.Count].Id : "p9";
        return retract ? new RetractPosition(id, "a mistake") : new DischargeCondition(id, "c1", TestRecord.Source, default);
    }, "undo"));

    private static readonly Gen<Asks> Declare = Candidate.Select(candidate => new Asks(_ => new DeclareDecision(candidate, "the decision"), "declare"));

    /// <summary>Mostly what the worker knows: the deadline that holds, once it has come; else an older one, or none.</summary>
    private static readonly Gen<Asks> Conclude = Gen.Select(Silence, Gen.Int[0, 9], (silence, how) => new Asks(story =>
    {
        var id = silence(story);
        var about = story.State.Silences.Find(s => s.Id == id);
        return new ConcludeSilence(id, about is null ? null : how switch
        {
            0 => about.Deadlines[0].At,
            1 => null,
            2 => about.Deadline.At,
            _ => story.Now < about.Deadline.At ? null : about.Deadline.At,
        });
    }, "conclude"));

    private static readonly Gen<Asks> Report = Gen.Frequency((4, Gen.Const("")), (1, Gen.Const("DECLINED"))).Select(refusal =>
        new Asks(story => new ReportAppointment(story.State.Decisions.LastOrDefault()?.Id ?? "d9", refusal, refusal), $"report {refusal}"));

    private static readonly Gen<Asks> Revoke = Gen.Int[0, 9].Select(n => new Asks(story =>
        new ReportRevocation(story.State.Decisions is { Count: > 0 } all ? all[n % all.Count].Id : "d9"), "revoke"));

    private static readonly Gen<Asks> AnyAsked = Gen.Frequency<Asks>(
        (6, Open), (3, Extend), (3, Break), (1, Withdraw), (5, Take), (3, Undo), (3, Declare), (8, Conclude), (4, Report), (2, Revoke),
        (3, Gen.Const(new Asks(_ => new ReopenSelection("declined"), "reopen"))),
        (1, Gen.Int[0, 5].Select(n => n == 0
            ? new Asks(_ => new CloseSelection("over"), "close")
            : new Asks(_ => new OpenSelection("s", "post", new(Sourcing.Unnamed, false), null, false), "open the selection again"))));

    private static readonly Gen<SilenceMove> Time = Gen.Frequency<SilenceMove>(
        (3, Gen.Int[1, 40].Select(hours => (SilenceMove)new Waits(TimeSpan.FromHours(hours)))),
        (1, Gen.Int[1, 30].Select(hours => (SilenceMove)new Waits(TimeSpan.FromHours(-hours)))),
        (5, Gen.OneOf(0, 0, 0, -1, -1, 1).Select(us => (SilenceMove)new WaitsForDeadline(TimeSpan.FromMicroseconds(us)))),
        (2, Gen.Int[1, 200].Select(hours => (SilenceMove)new WaitsForDeadline(TimeSpan.FromHours(hours)))));

    private static readonly Gen<SilenceMove> World = Gen.Select(Gen.Int[-2, 3], Gen.Int[0, 4], Candidate, (days, what, candidate) => (SilenceMove)(what switch
    {
        0 => new WorldMoves((world, day) => world.Accede("SWE", day), days, "SWE accedes"),
        1 when days > 0 => new WorldMoves((world, day) => world.Leave("HUN", day), days, "HUN leaves"),
        2 => new WorldMoves((world, day) => world.Move(candidate, CandidacyStatus.Withdrawn, day), days, $"{candidate} withdraws"),
        _ => new WorldMoves((world, day) => world.Move(candidate, CandidacyStatus.Declared, day), days, $"{candidate} declares"),
    }));

    private static readonly Gen<SilenceMove> Simple = Gen.Frequency(
        (12, AnyAsked.Select(asks => (SilenceMove)asks)), (4, Time), (2, World), (1, Gen.Bool.Select(entries => (SilenceMove)new Restarts(entries))));

    private static readonly Gen<SilenceMove> Race = Gen.Select(AnyAsked, Gen.OneOf(Time, Simple).Array[1, 2], (asked, meanwhile) =>
        (SilenceMove)new AsksAndWaits(asked, meanwhile));

    public static readonly Gen<SilenceMove[]> Any = Gen.Frequency((8, Simple), (1, Race)).Array[1, 60];
}
