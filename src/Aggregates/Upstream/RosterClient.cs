using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using Nato.Members.V1;
using NatoServices.Domain;
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

    /// <summary>The roster from the database of Members, the newest unless <paramref name="knownAt"/> is given.</summary>
    /// <param name="cancellation">Cancels the call.</param>
    /// <param name="asOf">The day whose names are used; today (UTC) if null.</param>
    /// <param name="knownAt">Leaves out what was recorded later; null leaves out nothing.</param>
    /// <returns>The roster; refused with <see cref="UpstreamUnavailable"/> or <see cref="UpstreamBehind"/>.</returns>
    public async ValueTask<Answer<Roster>> ReadNewestAsync(CancellationToken cancellation, DateOnly? asOf = null, DateTimeOffset? knownAt = null)
    {
        var reply = (await CallAsync(asOf, knownAt, cancellation)).ToFound(knownAt);
        return reply.Refusal is null ? RosterOf(reply.Value!) : reply.Refusal;
    }

    /// <summary>
    /// The newest roster. Refused with <see cref="UpstreamUnavailable"/> for every failure of Members, a timeout included.
    /// </summary>
    /// <param name="until">Cancelled when it is too late for an answer.</param>
    public async ValueTask<Answer<Roster>> TryReadNewestAsync(CancellationToken until)
    {
        var outcome = await CallAsync(null, null, until);
        return outcome.Reply is { } reply ? RosterOf(reply) : new UpstreamUnavailable(Service);
    }

    /// <summary>
    /// The roster with its whole history, as fresh as required; refused with <see cref="UpstreamUnavailable"/> or
    /// <see cref="RevisionNotReached"/>.
    /// </summary>
    public async ValueTask<Answer<UpstreamState<RosterHistory>>> ReadHistoryAsync(Freshness want, CancellationToken cancellation)
    {
        var found = await histories.ReadAsync(Stream, want, cancellation);
        return found.Refusal is null ? found.Value ?? new(new(Stream, 0, new([], [])), null) : found.Refusal;
    }

    /// <summary>The last history that Members gave this process; null if there is none.</summary>
    public ValueTask<RosterHistory?> ReadHistoryFromOwnerAsync(CancellationToken cancellation) => histories.ReadFromOwnerAsync(Stream, cancellation);

    /// <inheritdoc />
    public void Dispose() => histories.Dispose();

    private ValueTask<CallOutcome<GetRosterResponse>> CallAsync(DateOnly? asOf, DateTimeOffset? knownAt, CancellationToken cancellation)
    {
        var request = new GetRosterRequest { AsOf = asOf?.ToWire(), KnownAt = knownAt?.ToTimestamp(), FullyConsistent = true };
        return UpstreamCalls.CallAsync(Service, () => members.GetRosterAsync(request, cancellationToken: cancellation));
    }

    private static async ValueTask<Answer<UpstreamAnswer<RosterHistory>?>> AskHistoryAsync(MembersClient members, CancellationToken cancellation)
    {
        var read = await HistoryPages.ReadAsync(Service, AskPageAsync, page => page.Revision, page => page.NextPageToken);
        if (read.Refusal is not null) return read.Refusal;
        if (read.Value is not [var first, ..] pages) return default;
        var history = new RosterHistory(
            [.. pages.SelectMany(page => page.Members).Select(HistoryOf)], [.. first.RecordedAt.Select(at => at.ToDateTimeOffset())]);
        return new UpstreamAnswer<RosterHistory>(new(first.Revision, first.Hash.Memory, default), history, pages.Sum(page => (long)page.CalculateSize()));

        async ValueTask<Answer<GetRosterHistoryResponse?>> AskPageAsync(string token) => (await UpstreamCalls.CallAsync(Service, () =>
            members.GetRosterHistoryAsync(
                new() { FullyConsistent = true, PageSize = HistoryPages.Size, PageToken = token }, cancellationToken: cancellation))).ToFound();
    }

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
