using CsCheck;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What one more entry, or a presentation, makes of a standing.</summary>
public sealed class StandingEntryLaws
{
    [Fact]
    public void A_position_that_counts_governs_from_its_date_on_unless_a_later_one_does() => Stories.WithPosition.Sample((story, next) =>
    {
        var before = story.Line(next.Member);
        if (before is null || next.Candidate != story.Candidate.Id) return;
        var counts = next.Position.Sourcing.Reaches(story.Rule.CountsFrom);
        var governs = counts && next.On <= story.Day && (before.Governing is null || before.Governing.TakenOn.FirstDay <= next.On);
        var after = story.With(next).Line(next.Member)!;

        Assert.Equal(governs ? next.Position.Source : before.Governing?.Source, after.Governing?.Source);
        var latest = next.On <= story.Day && (before.Latest is null || before.Latest.TakenOn.FirstDay <= next.On);
        Assert.Equal(latest ? next.Position.Source : before.Latest?.Source, after.Latest?.Source);
        Assert.Equal(governs ? next.Position.Conditions : before.Undischarged.Select(c => c.Text), after.Undischarged.Select(c => c.Text));
        Assert.Equal(before.Indications.Count + (!counts && next.On <= story.Day ? 1 : 0), after.Indications.Count);
        Assert.Equal(
            after.Indications.Select(i => i.TakenOn.FirstDay).OrderDescending(), after.Indications.Select(i => i.TakenOn.FirstDay));
    });

    [Fact]
    public void A_discharge_meets_one_condition_from_its_date_on_and_changes_nothing_else() => Stories.WithDay.Sample((story, day) =>
    {
        var before = story.Read();
        foreach (var discharge in Stories.Discharges(story.Entries, PartialDate.Of(day)))
        {
            var met = discharge.Candidate == story.Candidate.Id && discharge.On <= story.Day ? discharge.Text : null;
            foreach (var (line, after) in before.Lines.Zip(story.With(discharge).Read().Lines))
            {
                Assert.Equal(line.Undischarged.Select(c => c.Text).Where(text => text != met), after.Undischarged.Select(c => c.Text));
                Assert.Equal(Told.Of(line with { Undischarged = after.Undischarged }), Told.Of(after));
            }
        }
    });

    [Fact]
    public void A_presentation_counts_as_a_supporting_position_of_its_date_that_was_entered_before_all_others() =>
        Stories.WithPosition.Sample((story, next) =>
        {
            var said = next.Position with { Candidate = story.Candidate.Id, Stance = Stance.Supports, Conditions = [] };
            var step = new CandidacyStep(CandidacyStatus.Presented, said.TakenOn, said.Sourcing, said.Source!, said.Member);
            var (own, none) = (story.Rule with { PresentingMemberSupports = true }, story.Rule with { PresentingMemberSupports = false });
            var presented = story with { Candidate = story.Candidate with { Steps = [step] }, Rule = own };
            var supported = story with { Entries = [new Taken(said), .. story.Entries], Rule = none };
            Assert.Equal(Told.Of(supported.Read()), Told.Of(presented.Read()));

            // The appointment doesn't end what the presentation began.
            var appointed = presented.Candidate with { Steps = [step, step with { Status = CandidacyStatus.Appointed, PresentedBy = "" }] };
            Assert.Equal(Told.Of(supported.Read()), Told.Of((presented with { Candidate = appointed }).Read()));
        });

    [Fact]
    public void A_presentation_counts_only_while_it_holds_and_only_if_the_rule_says_so() => Stories.Any.Sample(story =>
    {
        var nobody = story with { Candidate = story.Candidate with { Steps = [] } };
        var byPositions = story with { Rule = story.Rule with { PresentingMemberSupports = false } };
        Assert.Equal(Told.Of((nobody with { Rule = byPositions.Rule }).Read()), Told.Of(byPositions.Read()));

        var last = story.Candidate.Steps.LastOrDefault(s => s.Date.FirstDay <= story.Day);
        if (last is null or { Status: CandidacyStatus.Declared or CandidacyStatus.Withdrawn })
            Assert.Equal(nobody.Read().Lines.Select(Told.Of), story.Read().Lines.Select(Told.Of));
    });
}
