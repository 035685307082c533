using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NatoServices.Consensus.Rules;

/// <summary>
/// A recorded decision. The answer of the Candidates service to the appointment, the reopening of the selection after it and the revocation
/// of the appointment are null until they are on record.
/// </summary>
public sealed record TakenDecision(
    DecisionTaken Taken, Stamp Recorded, AppointmentReport? Report = null, Reopening? Reopened = null, Stamp? Revoked = null)
{
    /// <summary>The id in the selection: "d" and the revision of the entry.</summary>
    [JsonIgnore]
    public string Id => $"d{Recorded.Revision}";

    /// <summary>Whether the decision was in force as known at a moment.</summary>
    public bool IsInForceAt(DateTimeOffset? knownAt) => Recorded.IsKnownAt(knownAt) && (Reopened is null || !Reopened.Recorded.IsKnownAt(knownAt));

    /// <summary>The delivery state of the appointment as known at a moment.</summary>
    public DeliveryState DeliveryAt(DateTimeOffset? knownAt) =>
        Revoked is not null && Revoked.IsKnownAt(knownAt) ? DeliveryState.Revoked
        : Report is null || !Report.Recorded.IsKnownAt(knownAt) ? DeliveryState.Pending
        : Report.Refusal is not "" ? DeliveryState.Refused
        : IsInForceAt(knownAt) ? DeliveryState.Delivered
        : DeliveryState.Revoking;
}

/// <summary>
/// The answer of the Candidates service to an appointment. Refusal (a code) and explanation (a sentence) are empty if it was accepted.
/// </summary>
public sealed record AppointmentReport(string Refusal, string Explanation, Stamp Recorded);

/// <summary>The reopening of a selection, because a decision was not carried out.</summary>
public sealed record Reopening(string Reason, Stamp Recorded);

/// <summary>
/// A member of the electorate of a decision, and what it had stated by then. If no statement counted, all of that is unspecified, absent
/// or empty; the position is also empty if the presentation of the candidate counted. The conditions are those that were not met.
/// </summary>
public sealed record Elector(
    string Member, string DisplayName, Stance Stance, Sourcing Sourcing, PartialDate TakenOn, string Position, ImmutableArray<string> Undischarged)
{
    /// <summary>The bucket in which the elector is counted.</summary>
    [JsonIgnore]
    public Bucket Bucket => Buckets.Of(Stance, Undischarged.Length > 0);

    /// <summary>Creates an elector from a line of the standing.</summary>
    public static Elector Of(MemberLine line) => new(
        line.State.Code, line.State.DisplayName, line.Governing?.Stance ?? default, line.Governing?.Sourcing ?? default,
        line.Governing?.TakenOn ?? default, line.Governing?.Position?.Id ?? "", [.. line.Undischarged.Select(c => c.Text)]);
}

/// <summary>How a decision was taken. Numbered as in the gRPC contract.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DecisionKind>))]
public enum DecisionKind
{
    /// <summary>Not used.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>Nobody broke silence before the deadline.</summary>
    [JsonStringEnumMemberName("SILENCE")]
    Silence = 1,

    /// <summary>The chair declared consensus at the table.</summary>
    [JsonStringEnumMemberName("TABLE")]
    Table = 2,
}

/// <summary>The delivery state of an appointment. Numbered as in the gRPC contract.</summary>
public enum DeliveryState
{
    /// <summary>Not used.</summary>
    Unspecified = 0,

    /// <summary>The Candidates service has not answered yet; the request is retried until it does.</summary>
    Pending = 1,

    /// <summary>The Candidates service accepted the appointment.</summary>
    Delivered = 2,

    /// <summary>The Candidates service refused the appointment.</summary>
    Refused = 3,

    /// <summary>The selection was reopened, and the Candidates service has not revoked the appointment yet.</summary>
    Revoking = 4,

    /// <summary>The Candidates service revoked the appointment.</summary>
    Revoked = 5,
}
