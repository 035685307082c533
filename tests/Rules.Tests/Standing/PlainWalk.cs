using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>What the lines of a standing are, told in the plainest way: by walking through everything that was ever entered.</summary>
internal static class PlainWalk
{
    public static IReadOnlyList<MemberLine> LinesOf(
        Consensus.Rules.Selection selection, Candidate candidate, Roster roster, DateOnly day, DateTimeOffset? knownAt, Rule rule)
    {
        var positions = selection.Positions
            .Where(p => p.Candidate == candidate.Id && p.IsKnownAt(knownAt))
            .ToLookup(p => p.Member, StringComparer.Ordinal);
        return [.. roster.ElectorateOn(day).Select(state => LineOf(state, positions[state.Code], candidate, day, knownAt, rule))];
    }

    private static MemberLine LineOf(
        RosterState state, IEnumerable<Position> positions, Candidate candidate, DateOnly day, DateTimeOffset? knownAt, Rule rule)
    {
        var statements = positions.Where(p => p.TakenOn.FirstDay <= day).Select(Statement.Of).ToList();
        if (rule.PresentingMemberSupports && candidate.PresentationOn(day) is { } presentation && presentation.PresentedBy == state.Code)
            statements.Add(Statement.Of(presentation));
        var counting = statements.Where(s => s.Sourcing.Reaches(rule.CountsFrom)).MaxBy(s => s.Order);
        return new(
            state, counting, [.. counting?.Position?.UndischargedOn(day, knownAt) ?? []],
            [.. statements.Where(s => !s.Sourcing.Reaches(rule.CountsFrom)).OrderByDescending(s => s.Order)]);
    }
}
