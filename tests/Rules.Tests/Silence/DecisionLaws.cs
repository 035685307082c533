using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What holds of every decision, and of what becomes of it.</summary>
public sealed class DecisionLaws
{
    [Fact]
    public void Never_are_two_decisions_in_force() => SilenceStories.Each(h =>
    {
        Assert.InRange(h.After.Decisions.Count(d => d.Reopened is null), 0, 1);
        Assert.Equal(h.After.Decisions.Find(d => d.Reopened is null), h.After.InForce());
    });

    [Fact]
    public void A_decision_in_force_ends_everything_but_reopening() => SilenceStories.Each(h =>
    {
        if (h.After.InForce() is not { } decision) return;
        var term = new Term(null, TimeSpan.FromDays(1), "", SilenceStory.FindZone);
        object[] decided = [
            new OpenSilence("x", "another", term), new DeclareDecision("x", "another"), new CloseSelection("over"), new RetractPosition("p2", "a mistake"),
            new RecordPosition("x", "BEL", Stance.Objects, [], Sourcing.Delegation, TestRecord.Source, new(2024, 3, 1)),
            new DischargeCondition("p2", "c1", TestRecord.Source, default)];
        foreach (var asked in decided) Assert.IsType<SelectionIsDecided>(Say(asked).Refusal);
        foreach (var silence in h.After.Silences)
        {
            // Who may still break it, by its deadline, is told of the decision.
            if (silence.Deadline.At < h.EnteredAt.AddDays(365))
                Assert.IsType<SilenceEnded>(Say(new ExtendSilence(silence.Id, term, "more time")).Refusal);
            Assert.IsType<SilenceEnded>(Say(new WithdrawSilence(silence.Id, "taken back")).Refusal);
            Assert.True(Say(new BreakSilence(silence.Id, "BEL", "no")).Refusal is SilenceEnded or SelectionIsDecided);
            Assert.Empty(Say(new ConcludeSilence(silence.Id, silence.Deadline.At)).Events);
        }
        if (decision.DeliveryAt(null) == DeliveryState.Pending) Assert.IsType<AppointmentPending>(Say(new ReopenSelection("declined")).Refusal);
        else Assert.IsType<SelectionReopened>(Assert.Single(Say(new ReopenSelection("declined")).Events));

        Ruling<SelectionEvent> Say(object asked) => SilenceStory.Decide(h.After, asked, h.World, h.EnteredAt);
    });

    [Fact]
    public void Nothing_is_adopted_that_was_broken_or_before_its_deadline() => Adopted((h, taken, silence) =>
    {
        Assert.Empty(silence.Breaks);
        Assert.Equal(SilenceState.UnderSilence, silence.StateAt(null));
        Assert.True(h.EnteredAt >= silence.Deadline.At, $"{h.EnteredAt:O} {taken}");
    });

    [Fact]
    public void An_adoption_is_dated_to_the_deadline_in_its_own_zone_however_late_it_is_entered() => Adopted((h, taken, silence) =>
    {
        Assert.Equal((silence.Deadline.At, silence.Deadline.TimeZone), (taken.At, taken.TimeZone));
        Assert.Equal(DateOnly.FromDateTime(silence.Deadline.At.UtcDateTime), taken.DecidedOn);
        Assert.Equal(h.DecidedAt - silence.Deadline.At, taken.LateBy);
        Assert.True(taken.LateBy >= TimeSpan.Zero);
    });

    [Fact]
    public void The_electorate_of_a_decision_is_who_is_a_member_on_its_day_and_says_what_the_standing_says() => Taken((h, taken) =>
    {
        Assert.Equal(SilenceWorld.Codes.Where(code => h.World.IsMember(code, taken.DecidedOn)), taken.Electorate.Select(e => e.Member));
        var facts = h.World.Facts(taken.Candidate);
        var standing = Standing.Of(h.Before, facts.Candidate!, facts.Roster, taken.DecidedOn, null, h.Before.Rule).OrThrow();
        Assert.Equal(standing.Lines.Select(Elector.Of).Select(SilenceTold.Of), taken.Electorate.Select(SilenceTold.Of));
        Assert.Equal(standing.Lines.Select(l => l.State.DisplayName), taken.Electorate.Select(e => e.DisplayName));
        Assert.Equal((facts.Candidate!.Name, facts.Vacancy.Post, facts.Roster.Revision), (taken.CandidateName, taken.Post, taken.RosterRevision));
    });

    [Fact]
    public void At_the_table_exactly_a_blocked_standing_prevents_a_decision_and_the_refusal_names_who_blocks() => SilenceStories.Each(h =>
    {
        if (h.Command is not DeclareDecision { Candidate: var id } || h.Refusal is not (null or ConsensusBlocked)) return;
        var facts = h.World.Facts(id);
        var standing = Standing.Of(h.Before, facts.Candidate!, facts.Roster, Today.Utc(h.DecidedAt), null, h.Before.Rule).OrThrow();
        Assert.Equal(standing.State == StandingState.Blocked, h.Refusal is ConsensusBlocked);
        if (h.Refusal is not null)
            Assert.Equal(string.Join(',', standing.Lines.Where(l => l.Blocks).Select(l => l.State.Code)), h.Refusal.Metadata["members"]);
    });

    [Fact]
    public void To_conclude_again_or_on_facts_of_another_moment_enters_nothing() => SilenceStories.Each(h =>
    {
        foreach (var silence in h.After.Silences)
        {
            var isDue = silence.IsRunning && h.EnteredAt >= silence.Deadline.At;
            foreach (var deadline in silence.Deadlines.Select(d => (DateTimeOffset?)d.At).Append(null).Append(silence.Deadline.At.AddMicroseconds(1)))
            {
                if (silence.IsRunning && deadline == (isDue ? silence.Deadline.At : null)) continue;
                var again = SilenceStory.Decide(h.After, new ConcludeSilence(silence.Id, deadline), h.World, h.EnteredAt);
                Assert.True(again is { Refusal: null, Events.Count: 0 }, $"{silence.Id} {deadline:O}");
            }
        }
    });

    [Fact]
    public void An_appointment_is_delivered_or_refused_once_and_taken_back_only_after_it_was_delivered() => SilenceStories.Each(h =>
    {
        foreach (var (before, after) in h.Before.Decisions.Zip(h.After.Decisions))
            Assert.True((before.DeliveryAt(null), after.DeliveryAt(null)) switch
            {
                (var was, var @is) when was == @is => true,
                (DeliveryState.Pending, DeliveryState.Delivered or DeliveryState.Refused) => h.Command is ReportAppointment,
                (DeliveryState.Delivered, DeliveryState.Revoking) => h.Command is ReopenSelection,
                (DeliveryState.Revoking, DeliveryState.Revoked) => h.Command is ReportRevocation,
                _ => false,
            }, $"{h.Command} {before} {after}");
        Assert.All(h.After.Decisions.Skip(h.Before.Decisions.Count), d => Assert.Equal(DeliveryState.Pending, d.DeliveryAt(null)));
    });

    private static void Taken(Action<Happening, DecisionTaken> holds) => SilenceStories.Each(h =>
    {
        foreach (var taken in h.Events.OfType<DecisionTaken>()) holds(h, taken);
    });

    private static void Adopted(Action<Happening, DecisionTaken, Silence> holds) => Taken((h, taken) =>
    {
        if (taken.Kind == DecisionKind.Silence) holds(h, taken, h.Before.Silences.Single(s => s.Id == taken.Silence));
    });
}
