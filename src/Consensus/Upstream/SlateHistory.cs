using System.Text.Json.Serialization;

namespace NatoServices.Consensus.Upstream;

/// <summary>A vacancy as it is now and every entry about its candidacies, as received from Candidates, the owner.</summary>
internal sealed record SlateHistory(Vacancy Vacancy, IReadOnlyList<CandidateHistory> Candidates)
{
    /// <summary>A candidate with the steps up to a day, as known at a moment; null if the slate had no such candidate then.</summary>
    public Candidate? Find(string candidate, DateOnly day, DateTimeOffset? knownAt) =>
        Candidates.FirstOrDefault(c => c.Id == candidate && (knownAt is null || c.RecordedAt <= knownAt))?.On(day, knownAt);
}

/// <summary>Every recorded step of one candidacy, ordered by date and then by entry.</summary>
internal sealed record CandidateHistory(string Id, string Name, DateTimeOffset RecordedAt, IReadOnlyList<StepRecord> Steps)
{
    public Candidate On(DateOnly day, DateTimeOffset? knownAt) =>
        new(Id, Name, [.. Steps.Where(s => s.Step.Date.FirstDay <= day && s.StandsAt(knownAt)).Select(s => s.Step)]);
}

/// <summary>A recorded step of a candidacy; the moment of its revocation is null if it stands.</summary>
internal sealed record StepRecord(CandidacyStep Step, DateTimeOffset RecordedAt, DateTimeOffset? RevokedAt)
{
    public bool StandsAt(DateTimeOffset? knownAt) =>
        knownAt is null ? RevokedAt is null : RecordedAt <= knownAt && !(RevokedAt <= knownAt);
}

[JsonSerializable(typeof(SlateHistory))]
internal sealed partial class SlateJson : JsonSerializerContext;
