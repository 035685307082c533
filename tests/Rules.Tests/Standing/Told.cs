using NatoServices.Consensus.Rules;

namespace NatoServices.Rules.Tests;

/// <summary>What a standing tells, but for the ids of the entries it comes from.</summary>
internal static class Told
{
    public static string Of(Standing standing) => string.Join('\n', [
        $"{standing.State} {standing.Counts}", .. standing.Lines.Select(Of), .. standing.Claims.Select(Of)]);

    public static string Of(MemberLine line) => string.Join(' ', [
        line.State.Code, line.Bucket, Of(line.Governing), string.Join(',', line.Undischarged.Select(c => c.Text)), "|",
        .. line.Indications.Select(Of), "|", Of(line.Latest)]);

    public static string Of(ClaimComparison claim) => string.Join(' ', [
        claim.Claim.Stance, claim.Claim.Count, $"of {claim.Claim.Of}", string.Join(',', claim.Claim.Excepts), $"{claim.Claim.StatedOn:yyyy-MM-dd}",
        $"{claim.Lowest} to {claim.Highest} of {claim.ElectorateSize}", claim.LiesWithin,
        .. claim.Contradictions.Select(c => $"{c.State?.Code}: {c.Explanation}")]);

    public static string Of(Statement? statement) =>
        statement is null ? "-" : $"{statement.Stance}/{statement.Sourcing}/{statement.TakenOn}/{statement.Source.Citation}";
}
