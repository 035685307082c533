using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>Where a microsecond decides.</summary>
public sealed class SilenceDeadlineTests
{
    private static readonly DateTimeOffset Now = SilenceStory.Start;

    private static readonly Selection Before = new SilenceStory(new(Sourcing.Unnamed, false)).State;

    [Fact]
    public void A_deadline_that_lies_ahead_by_less_than_the_record_can_tell_is_no_deadline()
    {
        var refused = Assert.IsType<InvalidInput>(Decide(Before, Open(Now.AddTicks(5))).Refusal);
        Assert.Equal(new Violation("deadline", "must lie ahead"), Assert.Single(refused.Violations));
    }

    [Fact]
    public void An_extension_by_less_than_the_record_can_tell_is_none()
    {
        var opened = Enter(Before, Open(Now.AddHours(1)), 2);
        var extend = new ExtendSilence("s2", new(Now.AddHours(1).AddTicks(5), null, "", SilenceStory.FindZone), "more time");
        Assert.StartsWith("deadline: must be later than the present one", Decide(opened, extend).Refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_is_not_opened_any_more_when_its_deadline_has_come_before_it_is_entered() =>
        Assert.Equal(Now.AddSeconds(1), Decide(Before, Open(Now.AddSeconds(1))).Before);

    [Fact]
    public void Another_break_of_a_broken_silence_is_turned_to_the_one_that_runs_by_then()
    {
        var broken = Enter(Enter(Before, Open(Now.AddDays(2)), 2), new BreakSilence("s2", "FRA", "no"), 3);
        Assert.Single(Decide(broken, new BreakSilence("s2", "BEL", "no")).Events);

        var refused = Assert.IsType<SilenceEnded>(Decide(Enter(broken, Open(Now.AddDays(1)), 4), new BreakSilence("s2", "BEL", "no")).Refusal);
        Assert.Equal("s4", refused.Metadata["running"]);
    }

    private static OpenSilence Open(DateTimeOffset until) => new("x", "the draft", new(until, null, "", SilenceStory.FindZone));

    private static Ruling<SelectionEvent> Decide(Selection selection, object command) =>
        SilenceStory.Decide(selection, command, SilenceWorld.First, Now);

    private static Selection Enter(Selection selection, object command, long revision) =>
        Selection.Apply(selection, new(revision, Now, "somebody", Assert.Single(Decide(selection, command).Events)));
}
