using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What holds of every silence, whoever asks for what, and whenever.</summary>
public sealed class SilenceLaws
{
    [Fact]
    public void Whatever_is_asked_is_answered_and_leads_where_the_words_say() => SilenceStories.Each(h =>
    {
        Assert.Equal((h.ExpectedAnswer, h.Command), (h.Answer, h.Command));
        Assert.Equal(h.ExpectedState, h.State);
    }, iter: 1500);

    [Fact]
    public void Of_two_writers_the_one_that_comes_after_a_deadline_it_should_have_kept_decides_anew() =>
        SilenceStories.All(story => Assert.Empty(story.Misjudged));

    [Fact]
    public void At_most_one_silence_runs_at_any_time() => SilenceStories.Each(h => Assert.InRange(h.After.Silences.Count(s => s.IsRunning), 0, 1));

    [Fact]
    public void A_silence_that_has_ended_never_runs_again_nor_ends_otherwise() => SilenceStories.Each(h =>
    {
        foreach (var (before, after) in h.Before.Silences.Zip(h.After.Silences))
            Assert.True(before.StateAt(null) == SilenceState.UnderSilence || before.StateAt(null) == after.StateAt(null), $"{before} {after}");
        if (h.Events.OfType<SilenceOpened>().Any()) Assert.Null(h.Before.Running());
    });

    [Fact]
    public void Whatever_is_entered_of_a_silence_lies_before_the_deadline_that_held_then_but_for_its_outcome() => SilenceStories.All(story =>
    {
        foreach (var silence in story.State.Silences)
        {
            foreach (var (earlier, later) in silence.Deadlines.Zip(silence.Deadlines.Skip(1)))
            {
                Assert.True(earlier.At < later.At, $"{earlier} {later}");
                Assert.True(later.Recorded.RecordedAt < earlier.At, $"{earlier} {later}");
            }
            Assert.True(silence.Opened.RecordedAt < silence.Deadlines[0].At, $"{silence}");
            Assert.All(silence.Breaks, b => Assert.True(b.Recorded.RecordedAt < DeadlineBefore(silence, b.Recorded), $"{b}"));
        }
        foreach (var h in story.Happenings.Where(h => h.Command is WithdrawSilence or CloseSelection && h.Events.Count > 0))
            Assert.True(h.Before.Running() is not { } running || h.EnteredAt < running.Deadline.At, $"{h.Command}");
    });

    [Fact]
    public void From_the_deadline_until_the_outcome_nothing_but_the_outcome_is_entered() => SilenceStories.Each(h =>
    {
        if (h.Events.Count > 0 && h.Before.Running() is { } running && h.EnteredAt >= running.Deadline.At)
            Assert.True(h.Command is ConcludeSilence && h.After.Running() is null, $"{h.Command}");
    });

    [Fact]
    public void A_microsecond_before_the_deadline_is_in_time_and_the_deadline_itself_is_too_late() => SilenceStories.Each(h =>
    {
        if (h.After.Running() is not { } running) return;
        var (deadline, just) = (running.Deadline.At, running.Deadline.At.AddMicroseconds(-1));
        object[] all = [
            new BreakSilence(running.Id, "BEL", "no"), new BreakSilence(running.Id, "BEL", "no", "5ea1"), new WithdrawSilence(running.Id, "taken back"),
            new ExtendSilence(running.Id, new(null, TimeSpan.FromSeconds(1), "", SilenceStory.FindZone), "more time")];
        foreach (var asked in all)
        {
            var inTime = SilenceStory.Decide(h.After, asked, h.World, just);
            Assert.Null(inTime.Refusal);
            Assert.Equal(deadline, inTime.Before);
            Assert.IsType<SilenceEnded>(SilenceStory.Decide(h.After, asked, h.World, deadline).Refusal);
        }
        Assert.Empty(SilenceStory.Decide(h.After, new ConcludeSilence(running.Id, deadline), h.World, just).Events);
        Assert.Single(SilenceStory.Decide(h.After, new ConcludeSilence(running.Id, deadline), h.World, deadline).Events);
    });

    [Fact]
    public void After_a_silence_that_was_broken_or_withdrawn_another_can_be_opened() => SilenceStories.Each(h =>
    {
        if (h.After.Running() is not null || h.After.InForce() is not null || h.After.Closed is not null) return;
        var again = SilenceStory.Decide(h.After, new OpenSilence("x", "again", OneDay), h.World, h.EnteredAt);
        Assert.True(again.Refusal is null or VacancyIsFilled or CandidateNotStanding or ObjectionStands, $"{again.Refusal}");
    });

    [Fact]
    public void Silence_is_opened_only_on_who_stands_that_day_and_while_no_delegation_objects() => SilenceStories.Each(h =>
    {
        if (h.Command is not OpenSilence { Candidate: var id } || h.Events.Count == 0) return;
        var (facts, day) = (h.World.Facts(id), Today.Utc(h.DecidedAt));
        Assert.True(facts.Candidate!.On(day)?.Status is CandidacyStatus.Declared or CandidacyStatus.Presented);
        var byDelegations = h.Before.Rule with { CountsFrom = Sourcing.Delegation };
        Assert.Equal(0, Standing.Of(h.Before, facts.Candidate, facts.Roster, day, null, byDelegations).OrThrow().Counts.Objects);
    });

    [Fact]
    public void A_candidacy_that_ends_under_silence_withdraws_it_at_the_next_conclusion_and_says_why() => SilenceStories.Each(h =>
    {
        if (h.After.Running() is not { } running || h.EnteredAt >= running.Deadline.At) return;
        var gone = h.World.Move(running.Candidate, CandidacyStatus.Withdrawn, Today.Utc(h.EnteredAt));
        // That somebody was appointed meanwhile goes before: nobody can be decided on any more.
        var why = gone.Appointed is "" ? "is WITHDRAWN since" : "is filled";
        foreach (var (deadline, at) in ((DateTimeOffset?, DateTimeOffset)[])[(null, h.EnteredAt), (running.Deadline.At, running.Deadline.At.AddDays(1))])
        {
            // The day that counts is the conclusion's: by the deadline's, who withdraws today may have declared again, as the story told.
            if (gone.On(running.Candidate, Today.Utc(deadline ?? at))?.Status != CandidacyStatus.Withdrawn) continue;
            var concluded = SilenceStory.Decide(h.After, new ConcludeSilence(running.Id, deadline), gone, at);
            Assert.Contains(why, Assert.IsType<SilenceWithdrawn>(Assert.Single(concluded.Events)).Reason, StringComparison.Ordinal);
        }
    });

    private static Term OneDay => new(null, TimeSpan.FromDays(1), "", SilenceStory.FindZone);

    private static DateTimeOffset DeadlineBefore(Silence silence, Stamp entry) => silence.Deadlines.Last(d => d.Recorded.Revision < entry.Revision).At;
}
