using System.Text.Json.Serialization;
using Grpc.Core;
using Microsoft.Extensions.Caching.Hybrid;
using Nato.Members.V1;
using NatoServices.Journal;
using NatoServices.Words;
using static Nato.Members.V1.Members;

namespace NatoServices.ServiceDefaults;

/// <summary>The roster with its whole history, through the cache: what readings, and the acceptance of an entry, rest on.</summary>
public sealed class RosterHistories(MembersClient members, Heads heads, HybridCache cache, TimeProvider clock) : IDisposable
{
    /// <summary>The stream that Members keeps.</summary>
    public const string Stream = "roster";

    private readonly Owned<RosterHistory> owned = new(
        "members", heads, cache, OwnersJson.Default.RosterHistory, "roster-history-v1", (_, ct) => AskAsync(members, ct), clock);

    /// <summary>The roster, as fresh as it has to be.</summary>
    /// <exception cref="RefusalException"><see cref="OwnerUnavailable"/>.</exception>
    public async ValueTask<Known<RosterHistory>> ReadAsync(Freshness want, CancellationToken cancellation) =>
        await owned.ReadAsync(Stream, want, cancellation) ?? new(new(Stream, 0, new([], [])), null);

    /// <inheritdoc />
    public void Dispose() => owned.Dispose();

    private static async Task<OwnerAnswer<RosterHistory>?> AskAsync(MembersClient members, CancellationToken cancellation)
    {
        try
        {
            var reply = await members.GetRosterHistoryAsync(new() { FullyConsistent = true }, cancellationToken: cancellation);
            var history = new RosterHistory([.. reply.Members.Select(StateOf)], [.. reply.RecordedAt.Select(at => at.ToDateTimeOffset())]);
            return new(new(reply.Revision, reply.Hash.Memory, default), history);
        }
        catch (RpcException failure) when (OwnerUnavailable.IsMeantBy(failure))
        {
            throw new RefusalException(new OwnerUnavailable("members"));
        }
    }

    private static StateHistory StateOf(MemberHistory member) => new(
        member.Code,
        [.. member.Changes.Select(c => new StatusRecord(
            c.Status == MemberStatus.Member, c.From.ToPartialDate(), c.RecordedAt.ToDateTimeOffset(), c.SupersededAt?.ToDateTimeOffset()))],
        [.. member.Names.Select(n => new NameRecord(n.DisplayName, n.From.ToPartialDate(), n.RecordedAt.ToDateTimeOffset()))]);
}

[JsonSerializable(typeof(RosterHistory))]
internal sealed partial class OwnersJson : JsonSerializerContext;
