using System.Text.Json.Serialization;
using Microsoft.Extensions.Caching.Hybrid;
using Nato.Members.V1;
using NatoServices.Domain;
using static Nato.Members.V1.Members;

namespace NatoServices.Aggregates;

/// <summary>The roster with its whole history, through the cache: what readings, and the acceptance of an entry, rest on.</summary>
public sealed class RosterHistoryCache(MembersClient members, StreamVersions heads, HybridCache cache, TimeProvider clock) : IDisposable
{
    /// <summary>The stream that Members keeps.</summary>
    public const string Stream = "roster";

    private readonly UpstreamCache<RosterHistory> owned = new(
        "members", heads, cache, RosterJson.Default.RosterHistory, "roster-history-v1", (_, ct) => AskAsync(members, ct), clock);

    /// <summary>The roster, as fresh as it has to be, or <see cref="UpstreamUnavailable"/>.</summary>
    public async ValueTask<Answer<UpstreamState<RosterHistory>>> ReadAsync(Freshness want, CancellationToken cancellation)
    {
        var found = await owned.ReadAsync(Stream, want, cancellation);
        return found.Refusal is null ? found.Value ?? new(new(Stream, 0, new([], [])), null) : found.Refusal;
    }

    /// <inheritdoc />
    public void Dispose() => owned.Dispose();

    private static async ValueTask<Answer<UpstreamAnswer<RosterHistory>?>> AskAsync(MembersClient members, CancellationToken cancellation)
    {
        var read = await HistoryPages.ReadAsync("members", AskPageAsync, page => page.Revision, page => page.NextPageToken);
        if (read.Refusal is not null) return read.Refusal;
        if (read.Value is not [var first, ..] pages) return default;
        var history = new RosterHistory(
            [.. pages.SelectMany(page => page.Members).Select(StateOf)], [.. first.RecordedAt.Select(at => at.ToDateTimeOffset())]);
        return new UpstreamAnswer<RosterHistory>(new(first.Revision, first.Hash.Memory, default), history);

        ValueTask<Answer<GetRosterHistoryResponse?>> AskPageAsync(string token) => UpstreamCalls.FindAsync("members", () =>
            members.GetRosterHistoryAsync(
                new() { FullyConsistent = true, PageSize = HistoryPages.Size, PageToken = token }, cancellationToken: cancellation));
    }

    private static StateHistory StateOf(MemberHistory member) => new(
        member.Code,
        [.. member.Changes.Select(c => new StatusRecord(
            c.Status == MemberStatus.Member, c.From.ToPartialDate(), c.RecordedAt.ToDateTimeOffset(), c.SupersededAt?.ToDateTimeOffset()))],
        [.. member.Names.Select(n => new NameRecord(n.DisplayName, n.From.ToPartialDate(), n.RecordedAt.ToDateTimeOffset()))]);
}

[JsonSerializable(typeof(RosterHistory))]
internal sealed partial class RosterJson : JsonSerializerContext;
