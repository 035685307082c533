using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nato.Members.V1;
using NatoServices.Words;
using static Nato.Members.V1.Members;

namespace NatoServices.ServiceDefaults;

/// <summary>Reads the roster from Members, its owner, each time anew.</summary>
public sealed class RosterReader(MembersClient members)
{
    /// <summary>The roster as its owner's database has it, the newest unless an earlier moment is given: what a decision rests on.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <param name="asOf">The day of its names; today (UTC) if null.</param>
    /// <param name="knownAt">Leaves out what was learned later; null for nothing.</param>
    /// <exception cref="RefusalException"><see cref="OwnerUnavailable"/>.</exception>
    public async Task<Roster> NewestAsync(CancellationToken cancellation, DateOnly? asOf = null, DateTimeOffset? knownAt = null) =>
        await AskAsync(new() { AsOf = asOf?.ToWire(), KnownAt = knownAt?.ToTimestamp(), FullyConsistent = true }, cancellation);

    private async Task<Roster> AskAsync(GetRosterRequest request, CancellationToken cancellation)
    {
        try
        {
            var reply = await members.GetRosterAsync(request, cancellationToken: cancellation);
            return new(reply.Revision, [.. reply.Members.Select(StateOf)]);
        }
        catch (RpcException failure) when (OwnerUnavailable.IsMeantBy(failure))
        {
            throw new RefusalException(new OwnerUnavailable("members"));
        }
    }

    private static RosterState StateOf(Member member) => new(
        member.Code, member.DisplayName,
        [.. member.History.Select(h => new RosterPeriod(h.Status == MemberStatus.Member, h.From.ToPartialDate()))]);
}
