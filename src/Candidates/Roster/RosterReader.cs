using Grpc.Core;
using Nato.Members.V1;
using NatoServices.Candidates.Rules;
using NatoServices.ServiceDefaults;
using NatoServices.Words;

namespace NatoServices.Candidates.Roster;

/// <summary>Reads the roster from the service that owns it, each time anew: nothing is decided on a copy.</summary>
internal sealed class RosterReader(Nato.Members.V1.Members.MembersClient members)
{
    /// <summary>After that long without an answer, Members counts as away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Every state that is, was or will be on the roster.</summary>
    /// <exception cref="RefusalException"><see cref="OwnerUnavailable"/>, if Members does not answer.</exception>
    public async Task<Alliance> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            // A deadline is counted by the machine's own clock, whatever time it is for the rules.
            var reply = await members.GetRosterAsync(
                new() { FullyConsistent = true }, deadline: DateTime.UtcNow + Patience, cancellationToken: cancellation);
            return new(reply.Members.ToDictionary(m => m.Code, m => (IReadOnlyList<Rules.Membership>)[.. m.History.Select(Of)]));
        }
        catch (RpcException failure) when (OwnerUnavailable.IsMeantBy(failure))
        {
            throw new RefusalException(new OwnerUnavailable("members"));
        }
    }

    private static Rules.Membership Of(Nato.Members.V1.Membership change) => new(change.Status == MemberStatus.Member, change.From.ToPartialDate());
}
