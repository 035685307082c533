using CsCheck;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What holds of a standing and the record that it is read from: of its order, of what was known, of mistakes, of later days.</summary>
public sealed class StandingRecordLaws
{
    [Fact]
    public void It_never_matters_in_which_order_entries_of_different_members_were_recorded() =>
        Gen.Select(Stories.Any, Gen.Int[0, 1000].Array[1, 40]).Sample((story, turns) =>
        {
            // Interleaves the members' own sequences, and that of the claims, differently; each of them in its order.
            var queues = story.Entries.GroupBy(e => e.Member).Select(g => new Queue<Entered>(g)).ToList();
            var interleaved = new List<Entered>();
            while (queues.Count > 0)
            {
                var queue = queues[turns[interleaved.Count % turns.Length] % queues.Count];
                interleaved.Add(queue.Dequeue());
                if (queue.Count == 0) queues.Remove(queue);
            }
            Assert.Equal(Told.Of(story.Read()), Told.Of((story with { Entries = interleaved }).Read()));
        });

    [Fact]
    public void A_retraction_undoes_exactly_one_entry_with_what_became_of_it() => Stories.Any.Sample(story =>
    {
        foreach (var position in Stories.Standing(story.Entries))
            Assert.Equal(Told.Of(story.Without(e => e == position).Read()), Told.Of(story.With(new Retracted(position)).Read()));
    });

    [Fact]
    public void What_was_known_before_an_entry_is_the_standing_before_it() => Stories.Any.Sample(story =>
    {
        for (var known = 0; known < story.Entries.Count; known++)
            Assert.Equal(Told.Of((story with { Entries = [.. story.Entries.Take(known)] }).Read()), Told.Of(story.Read(Story.At(known + 1))));
    });

    [Fact]
    public void A_reading_as_of_a_day_never_depends_on_what_is_dated_after_that_day() => Stories.Any.Sample(story =>
    {
        var upToThen = story.Without(e => e.On > story.Day) with
        {
            Candidate = story.Candidate with { Steps = [.. story.Candidate.Steps.Where(s => !IsLater(s.Date))] },
            Roster = Story.RosterOf(story.Roster.States.Select(s => s with { Periods = [.. s.Periods.Where(p => !IsLater(p.From))] })),
        };
        Assert.Equal(Told.Of(upToThen.Read()), Told.Of(story.Read()));

        bool IsLater(PartialDate date) => !date.IsAbsent && date.FirstDay > story.Day;
    });

    [Fact]
    public void What_is_entered_of_another_candidate_never_matters() => Stories.Any.Sample(story =>
        Assert.Equal(Told.Of(story.Without(e => e.Candidate != story.Candidate.Id).Read()), Told.Of(story.Read())));
}
