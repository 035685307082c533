using System.Text.Json;
using CsCheck;
using NatoServices.Consensus;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>A standing that doesn't visit all positions is the one that a walk through all of them finds.</summary>
public sealed class PositionIndexLaws
{
    private static readonly Gen<(IReadOnlyList<Entry<SelectionEvent>>, Candidate, Rule, DateOnly)> Anything =
        Gen.Select(CrowdedRecords.Entries, CrowdedRecords.Candidate, CrowdedRecords.Rule, CrowdedRecords.Day);

    [Fact]
    public void The_lines_are_those_of_a_plain_walk_whatever_was_known_then() =>
        Anything.Sample((entries, candidate, rule, day) =>
        {
            var selection = Entered(entries);
            foreach (var knownAt in Moments(entries))
            {
                var walked = PlainWalk.LinesOf(selection, candidate, CrowdedRecords.Roster, day, knownAt, rule);
                AssertSame(walked, Standing.LinesOf(selection, candidate, CrowdedRecords.Roster, day, knownAt, rule, allIndications: true));
            }
        });

    [Fact]
    public void The_lines_of_any_story_are_those_of_a_plain_walk() => Stories.Any.Sample(story =>
    {
        var selection = story.Record();
        for (var known = 0; known <= selection.Positions.Count + 1; known++)
            AssertSame(
                PlainWalk.LinesOf(selection, story.Candidate, story.Roster, story.Day, Story.At(known), story.Rule),
                Standing.LinesOf(selection, story.Candidate, story.Roster, story.Day, Story.At(known), story.Rule, allIndications: true));
    });

    [Fact]
    public void It_never_matters_when_a_selection_was_read_before_or_whether_it_was_kept_as_json() =>
        Gen.Select(CrowdedRecords.Entries, CrowdedRecords.Rule, CrowdedRecords.Day, Gen.Int[1, 7]).Sample((entries, rule, day, pause) =>
        {
            var candidate = new Candidate("x", "X", []);
            var selection = Consensus.Rules.Selection.Empty;
            foreach (var entry in entries)
            {
                var before = selection;
                selection = Consensus.Rules.Selection.Apply(selection, entry);
                if (entry.Revision % pause != 0) continue;
                var kept = JsonSerializer.Serialize(selection, SelectionEvents.Json.Selection);
                AssertSame(Walked(selection), Read(selection));
                // What came later is not in what there was before, though both were read.
                AssertSame(Walked(before), Read(before));
                Assert.Equal(kept, JsonSerializer.Serialize(selection, SelectionEvents.Json.Selection));
                AssertSame(Walked(selection), Read(JsonSerializer.Deserialize(kept, SelectionEvents.Json.Selection)!));
            }

            IReadOnlyList<MemberLine> Walked(Consensus.Rules.Selection s) => PlainWalk.LinesOf(s, candidate, CrowdedRecords.Roster, day, null, rule);

            IReadOnlyList<MemberLine> Read(Consensus.Rules.Selection s) =>
                Standing.LinesOf(s, candidate, CrowdedRecords.Roster, day, null, rule, allIndications: true);
        });

    [Fact]
    public void Claims_are_held_against_what_a_plain_walk_finds_of_their_days() =>
        Anything.Sample((entries, candidate, rule, day) =>
        {
            var selection = Entered(entries);
            foreach (var knownAt in Moments(entries))
                Assert.Equal(
                    selection.Claims
                        .Where(c => c.Candidate == candidate.Id && c.Recorded.IsKnownAt(knownAt) && c.StatedOn <= day)
                        .OrderBy(c => c.StatedOn).ThenBy(c => c.Recorded.Revision)
                        .Select(c => ClaimComparison.Of(c, PlainWalk.LinesOf(selection, candidate, CrowdedRecords.Roster, c.StatedOn, knownAt, rule)))
                        .Select(c => $"{c.Claim.Id} {Told.Of(c)}"),
                    Standing.Of(selection, candidate, CrowdedRecords.Roster, day, knownAt, rule).OrThrow().Claims
                        .Select(c => $"{c.Claim.Id} {Told.Of(c)}"));
        });

    [Fact]
    public void Every_position_and_claim_is_found_by_its_revision_and_nothing_else_is() => CrowdedRecords.Entries.Sample(entries =>
    {
        var selection = Entered(entries);
        for (var revision = 0; revision <= entries.Count + 1; revision++)
        {
            var position = selection.Positions.SingleOrDefault(p => p.Recorded.Revision == revision);
            Assert.Same(position, selection.PositionAt(revision));
            Assert.Same(position, selection.FindPosition($"p{revision}"));
            Assert.Same(selection.Claims.SingleOrDefault(c => c.Recorded.Revision == revision), selection.ClaimAt(revision));
            Assert.All([$"p0{revision}", $"k{revision}", $"{revision}", $"p{revision} ", "p", ""], id => Assert.Null(selection.FindPosition(id)));
        }
    });

    private static Consensus.Rules.Selection Entered(IEnumerable<Entry<SelectionEvent>> entries) =>
        entries.Aggregate(Consensus.Rules.Selection.Empty, Consensus.Rules.Selection.Apply);

    /// <summary>Now, before everything, and the moment of each entry.</summary>
    private static IEnumerable<DateTimeOffset?> Moments(IEnumerable<Entry<SelectionEvent>> entries) =>
        entries.SelectMany(e => new DateTimeOffset?[] { e.RecordedAt, e.RecordedAt.AddTicks(-1), e.RecordedAt.AddTicks(1) }).Append(null).Distinct();

    private static void AssertSame(IReadOnlyList<MemberLine> expected, IReadOnlyList<MemberLine> actual) =>
        Assert.Equal(expected.Select(Told.Of), actual.Select(Told.Of));
}
