using CsCheck;
using NatoServices.Consensus.Rules;

namespace NatoServices.Rules.Tests;

/// <summary>What holds of every claim in a standing.</summary>
public sealed class StandingClaimLaws
{
    [Fact]
    public void A_claims_interval_lies_within_the_electorate_and_is_never_empty() => EveryClaim((_, claim) =>
    {
        Assert.InRange(claim.Lowest, 0, claim.Highest);
        Assert.InRange(claim.Highest, claim.Lowest, claim.ElectorateSize);
    });

    [Fact]
    public void A_claim_is_held_against_the_record_of_its_own_day_whenever_it_is_read() => EveryClaim((story, claim) =>
    {
        var own = (story with { Day = claim.Claim.StatedOn }).Read();
        Assert.Contains(Told.Of(claim), own.Claims.Select(Told.Of));
        Assert.Equal(own.Lines.Count, claim.ElectorateSize);
        Assert.Equal(Taking(own.Counts, claim.Claim.Stance), claim.Lowest);
        Assert.Equal(
            own.Lines.Count(l => l.Latest is null || Fulfils(l.Latest.Stance, claim.Claim.Stance) || Takes(l, claim.Claim.Stance)), claim.Highest);
    });

    [Fact]
    public void Every_claim_up_to_the_day_is_read_in_the_order_of_the_days() => Stories.Any.Sample(story =>
    {
        var stated = story.Entries.OfType<Claimed>().Where(c => c.Candidate == story.Candidate.Id && c.On <= story.Day).OrderBy(c => c.On);
        Assert.Equal(stated.Select(c => (c.On, c.Claim.Count!.Value)), story.Read().Claims.Select(c => (c.Claim.StatedOn, c.Claim.Count)));
    });

    [Fact]
    public void A_claim_is_contradicted_by_whom_it_excepts_wrongly_and_if_it_is_exact_and_whole_by_whom_it_includes_wrongly() =>
        EveryClaim((story, claim) =>
        {
            var own = (story with { Day = claim.Claim.StatedOn }).Read();
            var stated = claim.Claim;
            var size = own.Lines.Count;
            var whole = !stated.Approximate && (stated.Of == 0 || stated.Of == size) && stated.Count + stated.Excepts.Length >= size;
            var wrong = own.Lines.Where(l => stated.Excepts.Contains(l.State.Code)
                ? Takes(l, stated.Stance)
                : whole && l.Governing is not null && !Fulfils(l.Governing.Stance, stated.Stance));
            Assert.Equal(wrong.Select(l => l.State.Code), claim.Contradictions.Where(c => c.State is not null).Select(c => c.State!.Code));
            Assert.Equal(stated.Of != 0 && stated.Of != own.Lines.Count, claim.Contradictions.Any(c => c.State is null));
        });

    private static void EveryClaim(Action<Story, ClaimComparison> holds) =>
        Stories.Any.Sample(story => Assert.All(story.Read().Claims, claim => holds(story, claim)));

    private static bool Takes(MemberLine line, Stance stance) =>
        line.Governing is { } governing && Fulfils(governing.Stance, stance) && (stance == Stance.Objects || line.Undischarged.Count == 0);

    /// <summary>Who supports has no objection either.</summary>
    private static bool Fulfils(Stance taken, Stance claimed) => taken == claimed || (taken == Stance.Supports && claimed == Stance.NoObjection);

    private static int Taking(Counts counts, Stance stance) => stance switch
    {
        Stance.Supports => counts.Supports,
        Stance.NoObjection => counts.NoObjection + counts.Supports,
        Stance.NoPosition => counts.NoPosition,
        _ => counts.Objects,
    };
}
