using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using Nato.Members.V1;
using static Nato.Members.V1.Members;

namespace NatoServices.Aggregates;

/// <summary>
/// Reads the roster from Members: directly from the database of Members, for refusals; or with its whole history through the cache, for
/// readings and for accepting an entry.
/// </summary>
public sealed class RosterClient(MembersClient members, UpstreamParts parts) : IDisposable
{
    /// <summary>The stream of the roster, which Members owns.</summary>
    public const string Stream = "roster";

    private const string Service = "members";

    private readonly UpstreamCache<RosterHistory> histories = new(
        Service, parts, RosterJson.Default.RosterHistory, "roster-history-v1", (_, ct) => AskHistoryAsync(members, ct));

    /// <summary>
    /// The roster from the database of Members: the newest, or what was recorded until <paramref name="knownAt"/>, with the names of a day;
    /// today (UTC) if it is null. Refused with <see cref="UpstreamUnavailable"/> or <see cref="UpstreamBehind"/>.
    /// </summary>
    public async ValueTask<Answer<Roster>> ReadNewestAsync(CancellationToken cancellation, DateOnly? asOf = null, DateTimeOffset? knownAt = null) =>
        (await CallAsync(asOf, knownAt, cancellation)).ToFound(knownAt).Then(reply => RosterOf(reply!));

    /// <summary>
    /// The newest roster. Refused with <see cref="UpstreamUnavailable"/> for every failure of Members, and when it is too late for an
    /// answer.
    /// </summary>
    public async ValueTask<Answer<Roster>> TryReadNewestAsync(CancellationToken until)
    {
        var outcome = await CallAsync(null, null, until);
        return outcome.Reply is { } reply ? RosterOf(reply) : new UpstreamUnavailable(Service);
    }

    /// <summary>
    /// The roster with its whole history, as fresh as required; refused with <see cref="UpstreamUnavailable"/> or
    /// <see cref="RevisionNotReached"/>.
    /// </summary>
    public async ValueTask<Answer<UpstreamState<RosterHistory>>> ReadHistoryAsync(Freshness want, CancellationToken cancellation) =>
        (await histories.ReadAsync(Stream, want, cancellation)).Then(found => found ?? new(new(Stream, Head.None, new([], [])), null));

    /// <summary>The last history that Members gave this process; null if there is none.</summary>
    public ValueTask<RosterHistory?> ReadHistoryFromOwnerAsync(CancellationToken cancellation) => histories.ReadFromOwnerAsync(Stream, cancellation);

    /// <inheritdoc />
    public void Dispose() => histories.Dispose();

    private ValueTask<CallOutcome<GetRosterResponse>> CallAsync(DateOnly? asOf, DateTimeOffset? knownAt, CancellationToken cancellation)
    {
        var request = new GetRosterRequest { AsOf = asOf?.ToWire(), KnownAt = knownAt?.ToTimestamp(), FullyConsistent = true };
        return UpstreamCalls.CallAsync(Service, () => members.GetRosterAsync(request, cancellationToken: cancellation));
    }

    private static ValueTask<Answer<Snapshot<RosterHistory>?>> AskHistoryAsync(MembersClient members, CancellationToken cancellation) =>
        HistoryPages.ReadAsync(
            Service, Stream,
            token => members.GetRosterHistoryAsync(
                new() { FullyConsistent = true, PageSize = HistoryPages.Size, PageToken = token, InParts = true }, cancellationToken: cancellation),
            page => new(page.Revision, page.Hash.Memory, default), page => page.NextPageToken, HistoryOf);

    private static RosterHistory HistoryOf(IReadOnlyList<GetRosterHistoryResponse> pages) => new(
        [.. HistoryPages.Whole(pages.SelectMany(page => page.Members), member => member.Code).Select(HistoryOf)],
        [.. pages.SelectMany(page => page.RecordedAt).Select(at => at.ToDateTimeOffset())]);

    private static Roster RosterOf(GetRosterResponse reply) => new(reply.Revision, [.. reply.Members.Select(StateOf)]);

    private static RosterState StateOf(Member member) => new(
        member.Code, member.DisplayName,
        [.. member.History.Select(h => new RosterPeriod(h.Status == MemberStatus.Member, h.From.ToPartialDate()))]);

    private static StateHistory HistoryOf(MemberHistory member) => new(
        member.Code,
        [.. member.Changes.Select(c => new StatusRecord(
            c.Status == MemberStatus.Member, c.From.ToPartialDate(), c.RecordedAt.ToDateTimeOffset(), c.SupersededAt?.ToDateTimeOffset()))],
        [.. member.Names.Select(n => new NameRecord(n.DisplayName, n.From.ToPartialDate(), n.RecordedAt.ToDateTimeOffset()))]);
}

[JsonSerializable(typeof(RosterHistory))]
internal sealed partial class RosterJson : JsonSerializerContext;
