using Google.Protobuf.WellKnownTypes;
using Nato.Members.V1;
using NatoServices.Domain;
using static Nato.Members.V1.Members;

namespace NatoServices.Aggregates;

/// <summary>Reads the roster from Members, its owner, each time anew.</summary>
public sealed class RosterReader(MembersClient members)
{
    /// <summary>The roster as its owner's database has it, the newest unless an earlier moment is given: what a decision rests on.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <param name="asOf">The day of its names; today (UTC) if null.</param>
    /// <param name="knownAt">Leaves out what was learned later; null for nothing.</param>
    /// <returns>It, or <see cref="UpstreamUnavailable"/>.</returns>
    public async ValueTask<Answer<Roster>> NewestAsync(CancellationToken cancellation, DateOnly? asOf = null, DateTimeOffset? knownAt = null)
    {
        var request = new GetRosterRequest { AsOf = asOf?.ToWire(), KnownAt = knownAt?.ToTimestamp(), FullyConsistent = true };
        var reply = await UpstreamCalls.FindAsync("members", () => members.GetRosterAsync(request, cancellationToken: cancellation));
        return reply.Refusal is null ? new Roster(reply.Value!.Revision, [.. reply.Value.Members.Select(StateOf)]) : reply.Refusal;
    }

    private static RosterState StateOf(Member member) => new(
        member.Code, member.DisplayName,
        [.. member.History.Select(h => new RosterPeriod(h.Status == MemberStatus.Member, h.From.ToPartialDate()))]);
}
