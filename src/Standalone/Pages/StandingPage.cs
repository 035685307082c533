using Nato.Candidates.V1;
using Nato.Consensus.V1;
using NatoServices.Aggregates;
using NatoServices.Cases;

namespace NatoServices.Standalone.Pages;

/// <summary>A standing as a readable page. All of its content comes from the services.</summary>
internal static class StandingPage
{
    private const string Indent = "  ";

    /// <summary>The longest list: a body of thirty members fits a screen.</summary>
    private const int Most = 12;

    public static IEnumerable<string> Of(Standing standing, Vacancy vacancy) =>
    [
        .. Head(standing, vacancy),
        .. Section("What counts", TextTable.Rows(Indent, [.. standing.Members.Where(IsRecorded).Select(Counted)], Most)),
        .. Section("Indications, which do not count", TextTable.Rows(Indent, [.. standing.Members.SelectMany(Indicated)], Most)),
        .. Section($"Outstanding: {standing.Outstanding.Count} of {standing.ElectorateSize}", Outstanding(standing)),
        .. Section("Claims, held against the record of their day", standing.Claims.SelectMany(Compared)),
    ];

    private static IEnumerable<string> Head(Standing standing, Vacancy vacancy)
    {
        var counts = standing.Counts;
        var candidacy = ContractWords.Of(standing.CandidacyStatus) is { Length: > 0 } status ? status : "no candidacy recorded";
        yield return $"{standing.CandidateName} ({candidacy}) for {vacancy.Post}, as of {standing.AsOf.ToPartialDate()}";
        yield return $"{Indent}State       {ContractWords.Of(standing.State)}: {Meaning(standing.State)}";
        yield return $"{Indent}Electorate  {standing.ElectorateSize} members, by revision {standing.RosterRevision} of the roster; "
            + $"a position counts from {ContractWords.Of(standing.CountsFrom)} on";
        yield return $"{Indent}Counts      {counts.Supports} support ({counts.SupportsOnRecord} on record, {counts.SupportsOffRecord} off), "
            + $"{counts.NoObjection} no objection, {counts.Conditional} on conditions,";
        yield return $"{Indent}            {counts.NoPosition} no position, {counts.Objects} object, "
            + $"{counts.NotRecorded} not recorded ({counts.Indicated} of them with an indication)";
    }

    private static string Meaning(StandingState state) => state switch
    {
        StandingState.Reached => "everybody is on board",
        StandingState.Blocked => "somebody objects or asks for something that is not met",
        _ => "nobody stands in the way, and not everybody is on board",
    };

    private static bool IsRecorded(MemberStanding member) => member.Stance != Stance.Unspecified;

    private static string[] Counted(MemberStanding member) =>
    [
        member.Member, member.DisplayName,
        ContractWords.Of(member.Stance) + (member.UndischargedConditions.Count > 0 ? $" on {member.UndischargedConditions.Count} condition(s)" : ""),
        member.TakenOn.ToPartialDate() is { IsAbsent: false } date ? date.ToString() : "",
        member.OnRecord ? "on record" : "off record",
        member.ByPresentation ? "presented the candidate" : $"{ContractWords.Of(member.Sourcing)}: {member.Source?.Name}",
    ];

    private static IEnumerable<string[]> Indicated(MemberStanding member) => member.Indications.Select(indication => new[]
    {
        member.Member, member.DisplayName, ContractWords.Of(indication.Stance), indication.TakenOn.ToPartialDate().ToString(),
        $"{ContractWords.Of(indication.Sourcing)}: {indication.Source?.Name}",
    });

    private static IEnumerable<string> Outstanding(Standing standing) => standing.Outstanding
        .GroupBy(o => o.Reason)
        .OrderByDescending(reason => reason.Key)
        .SelectMany(reason => TextTable.Wrap(
            Indent, $"{ContractWords.Of(reason.Key)} ({reason.Count()}): {string.Join(", ", reason.Select(o => o.DisplayName).Order(StringComparer.Ordinal))}"));

    private static IEnumerable<string> Compared(ClaimComparison comparison)
    {
        var claim = comparison.Claim;
        var excepts = claim.Excepts.Count > 0 ? $" except {string.Join(", ", claim.Excepts)}" : "";
        return
        [
            $"{Indent}{(claim.Approximate ? "about " : "")}{claim.Count}{(claim.Of > 0 ? $" of {claim.Of}" : "")} {ContractWords.Of(claim.Stance)}{excepts}, "
                + $"{claim.StatedOn.ToPartialDate()}, {ContractWords.Of(claim.Sourcing)}: {claim.Source?.Name}",
            $"{Indent}{Indent}{(comparison.LiesWithin ? "lies within" : "lies outside")} what the record allows, from {comparison.Lowest} to {comparison.Highest}; "
                + (comparison.Contradictions.Count == 0 ? "nothing contradicts it" : "contradicted:"),
            .. comparison.Contradictions.SelectMany(c => TextTable.Wrap(Indent + Indent, c.Explanation)),
        ];
    }

    private static IEnumerable<string> Section(string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return all.Count == 0 ? [] : ["", title, .. all];
    }
}
