using System.Text.Json;
using NatoServices.Consensus;

namespace NatoServices.Rules.Tests;

/// <summary>What holds of silences and decisions and the record that they are read from.</summary>
public sealed class SilenceRecordLaws
{
    [Fact]
    public void What_was_known_at_a_moment_is_what_was_entered_by_then() => SilenceStories.All(story =>
    {
        foreach (var moment in story.Entries.Select(e => e.RecordedAt).Distinct())
        {
            var then = story.After(story.Entries.Count(e => e.RecordedAt <= moment));
            Assert.Equal(SilenceTold.Of(then), SilenceTold.Of(story.State, moment));
            Assert.Equal(then.Decisions.Select(d => d.IsInForceAt(null)), story.State.Decisions.Take(then.Decisions.Count).Select(d => d.IsInForceAt(moment)));
            foreach (var (was, silence) in then.Silences.Zip(story.State.Silences)) Assert.Equal(was.Deadline, silence.DeadlineAt(moment));
        }
    });

    [Fact]
    public void What_went_through_json_is_what_was_folded() => SilenceStories.All(story =>
    {
        Assert.Equal(Written(story.State), Written(story.FromEntries()));
        Assert.Equal(Written(story.State), Written(SilenceStory.Kept(story.State)));
        Assert.Equal(SilenceTold.Of(story.State), SilenceTold.Of(SilenceStory.Kept(story.FromEntries())));
    });

    private static string Written(Consensus.Rules.Selection state) => JsonSerializer.Serialize(state, SelectionEvents.Json.Selection);
}
