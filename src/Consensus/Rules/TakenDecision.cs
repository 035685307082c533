using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>A recorded decision with its delivery, reopening and revocation.</summary>
/// <param name="Taken">The decision.</param>
/// <param name="Recorded">The stamp of the entry.</param>
/// <param name="Report">The answer of the Candidates service to the appointment; null until it answers.</param>
/// <param name="Reopened">The reopening of the selection after this decision; null if the decision is in force.</param>
/// <param name="Revoked">The stamp of the entry that says that the appointment was revoked; null if not revoked.</param>
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

/// <summary>The answer of the Candidates service to an appointment.</summary>
/// <param name="Refusal">The reason of the refusal; empty if accepted.</param>
/// <param name="Explanation">The reason in a sentence; empty if accepted.</param>
/// <param name="Recorded">The stamp of the entry.</param>
public sealed record AppointmentReport(string Refusal, string Explanation, Stamp Recorded);

/// <summary>The reopening of a selection, because a decision was not carried out.</summary>
public sealed record Reopening(string Reason, Stamp Recorded);

/// <summary>A member of the electorate of a decision, and what it had stated by then.</summary>
/// <param name="Member">The member's code.</param>
/// <param name="DisplayName">The member's name on that day.</param>
/// <param name="Stance">The stance that counted; unspecified if no statement counted.</param>
/// <param name="Sourcing">How well the stance is sourced; unspecified if no statement counted.</param>
/// <param name="TakenOn">When the member took the stance; absent if no statement counted.</param>
/// <param name="Position">The id of the position; empty if no statement counted, or if the presentation of the candidate counted.</param>
/// <param name="Undischarged">The texts of the conditions that were not met.</param>
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
