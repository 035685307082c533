using System.Globalization;
using Nato.Consensus.V1;
using NatoServices.Consensus.Decisions;
using NatoServices.Consensus.Standings;
using NatoServices.Consensus.Upstream;
using Wire = Nato.Consensus.V1;

namespace NatoServices.Consensus;

/// <summary>Converts between the gRPC contract and the domain. <see cref="StandingWire"/> converts standings.</summary>
internal static class ConsensusWire
{
    public static OpenSelection Command(OpenSelectionRequest request, string id, FoundVacancy? answer) => new(
        id, request.Vacancy, request.Rule is { } rule ? new(rule.CountsFrom.ToSourcing(), rule.PresentingMemberSupports) : null,
        answer?.Vacancy, answer is not null);

    public static RecordPosition Command(RecordPositionRequest request) => new(
        request.Candidate, request.Member, (Rules.Stance)request.Stance, request.Conditions, request.Sourcing.ToSourcing(),
        request.Source.ToSource(), request.TakenOn.ToPartialDate());

    public static RetractPosition Command(RetractPositionRequest request) => new(request.Position, request.Reason);

    public static DischargeCondition Command(DischargeConditionRequest request) =>
        new(request.Position, request.Condition, request.Evidence.ToSource(), request.DischargedOn.ToPartialDate());

    public static RecordClaim Command(RecordClaimRequest request) => new(
        request.Candidate, (Rules.Stance)request.Stance, request.HasCount ? request.Count : null, request.Of, request.Approximate, request.Excepts,
        request.Sourcing.ToSourcing(), request.Source.ToSource(), request.StatedOn.ToPartialDate());

    public static CloseSelection Command(CloseSelectionRequest request) => new(request.Reason);

    public static ListSelectionsResponse Reply(Listed<Rules.Selection> listed) => new()
    {
        Selections = { listed.Snapshots.Select(s => ToWire(s, null)) },
        NextPageToken = listed.NextPageToken,
        RevisionToken = listed.RevisionToken,
    };

    public static async Task<ListEntriesResponse> ReplyAsync(RevisionToken token, long last, IAsyncEnumerable<JournalEntry> entries, Page page)
    {
        var reply = new ListEntriesResponse { RevisionToken = token.ToString() };
        var limit = new PageLimit(page.Size);
        await foreach (var entry in entries)
        {
            var message = ToWire(entry);
            if (!limit.TryTake(message)) break;
            reply.Entries.Add(message);
        }
        var shown = reply.Entries.LastOrDefault()?.Recorded.Revision ?? last;
        if (shown < last) reply.NextPageToken = Page.TokenOf(shown.ToString(CultureInfo.InvariantCulture));
        return reply;
    }

    public static VerifyRecordResponse Reply(ChainCheck check, string expected, RevisionToken token)
    {
        var hash = Convert.ToHexStringLower(check.Hash.Span);
        var isExpected = expected is "" || hash.Equals(expected, StringComparison.OrdinalIgnoreCase);
        return new()
        {
            Holds = check.FirstBroken is null && isExpected,
            Revision = check.Revision,
            Hash = hash,
            FirstBroken = check.FirstBroken?.Revision ?? 0,
            Problem = check.FirstBroken?.Problem
                ?? (isExpected ? "" : $"the record's hash at revision {check.Revision} is not the one that was given"),
            RevisionToken = token.ToString(),
        };
    }

    public static Wire.Selection ToWire(Snapshot<Rules.Selection> selection, DateTimeOffset? knownAt)
    {
        var (state, closed) = (selection.State, selection.State.ClosedAt(knownAt));
        var inForce = state.InForce(knownAt);
        return new()
        {
            Id = state.Id,
            Vacancy = state.Vacancy,
            Rule = new() { CountsFrom = state.Rule.CountsFrom.ToWire(), PresentingMemberSupports = state.Rule.PresentingMemberSupports },
            State = closed is not null ? SelectionState.Closed : inForce is not null ? SelectionState.Decided : SelectionState.Open,
            Opened = state.Opened.ToWire(),
            Closed = closed?.Recorded.ToWire(),
            ClosingReason = closed?.Reason ?? "",
            Revision = selection.Revision,
            Silence = state.Running(knownAt)?.Id ?? "",
            Decision = inForce?.Id ?? "",
            Outcomes = { state.Decisions.Where(d => d.Recorded.IsKnownAt(knownAt)).Select(d => DecisionWire.ToOutcome(d, knownAt)) },
        };
    }

    public static Wire.Position ToWire(Rules.Position position) => new()
    {
        Id = position.Id,
        Candidate = position.Candidate,
        Member = position.Member,
        Stance = (Wire.Stance)position.Stance,
        Conditions = { position.Conditions.Select(ToWire) },
        Sourcing = position.Sourcing.ToWire(),
        Source = position.Source.ToWire(),
        TakenOn = position.TakenOn.ToWire(),
        Recorded = position.Recorded.ToWire(),
        Retracted = position.Retracted?.Recorded.ToWire(),
        RetractionReason = position.Retracted?.Reason ?? "",
    };

    public static Wire.Condition ToWire(Rules.Condition condition) => new()
    {
        Id = condition.Id,
        Text = condition.Text,
        DischargedOn = condition.Discharged?.On.ToWire(),
        Evidence = (condition.Discharged?.Evidence).ToWire(),
    };

    public static Wire.Claim ToWire(Rules.Claim claim) => new()
    {
        Id = claim.Id,
        Candidate = claim.Candidate,
        Stance = (Wire.Stance)claim.Stance,
        Count = claim.Count,
        Of = claim.Of,
        Approximate = claim.Approximate,
        Excepts = { claim.Excepts },
        Sourcing = claim.Sourcing.ToWire(),
        Source = claim.Source.ToWire(),
        StatedOn = claim.StatedOn.ToWire(),
        Recorded = claim.Recorded.ToWire(),
    };

    public static WatchEntriesResponse ToWatched(JournalEntry entry) => new() { Entry = ToWire(entry), Revision = entry.Revision };

    private static RecordEntry ToWire(JournalEntry entry) => new()
    {
        Recorded = new Stamp(entry.Revision, entry.RecordedAt, entry.Actor).ToWire(),
        Kind = entry.Kind,
        Body = entry.Body,
        // The request id is hidden if the entry is confidential: a client may have put confidential information into it.
        RequestId = entry.Sealed is null ? entry.Request?.Id ?? "" : "",
        Hash = Convert.ToHexStringLower(entry.Hash.Span),
        Summary = SummaryOf(entry),
    };

    /// <summary>An entry that was tampered with is shown anyway: the record stays readable even if its verification fails.</summary>
    private static string SummaryOf(JournalEntry entry)
    {
        try
        {
            return Summary.Of(SelectionEvents.Codec.Read(entry).Event);
        }
        catch (UnreadableEntryException)
        {
            return "This entry can't be read.";
        }
    }
}
