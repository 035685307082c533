using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>A decision as it stands in the record, with what became of it.</summary>
/// <param name="Taken">The decision.</param>
/// <param name="Recorded">Its entry.</param>
/// <param name="Report">What the Candidates service answered to the appointment; null while it hasn't.</param>
/// <param name="Reopened">How the selection went on after it; null if it is in force.</param>
/// <param name="Revoked">The entry that says that the appointment was taken back; null if it was not.</param>
public sealed record TakenDecision(
    DecisionTaken Taken, Stamp Recorded, AppointmentReport? Report = null, Reopening? Reopened = null, Stamp? Revoked = null)
{
    /// <summary>Its id in the selection: d and the revision of its entry.</summary>
    [JsonIgnore]
    public string Id => $"d{Recorded.Revision}";

    /// <summary>Whether it held by what was known at a moment.</summary>
    public bool IsInForceAt(DateTimeOffset? knownAt) => Recorded.IsKnownAt(knownAt) && (Reopened is null || !Reopened.Recorded.IsKnownAt(knownAt));

    /// <summary>How far the appointment had come by what was known at a moment.</summary>
    public DeliveryState DeliveryAt(DateTimeOffset? knownAt) =>
        Revoked is not null && Revoked.IsKnownAt(knownAt) ? DeliveryState.Revoked
        : Report is null || !Report.Recorded.IsKnownAt(knownAt) ? DeliveryState.Pending
        : Report.Refusal is not "" ? DeliveryState.Refused
        : IsInForceAt(knownAt) ? DeliveryState.Delivered
        : DeliveryState.Revoking;
}

/// <summary>What came of the message that has Candidates mark the appointment.</summary>
/// <param name="Refusal">The reason for which it was refused; empty if it was not.</param>
/// <param name="Explanation">That reason in a sentence; empty if it was not refused.</param>
/// <param name="Recorded">Its entry.</param>
public sealed record AppointmentReport(string Refusal, string Explanation, Stamp Recorded);

/// <summary>The process goes on, because a decision did not come to pass.</summary>
public sealed record Reopening(string Reason, Stamp Recorded);

/// <summary>A member of the electorate that decided, and what it had stated by then.</summary>
/// <param name="Member">Its code.</param>
/// <param name="DisplayName">Its name that day.</param>
/// <param name="Stance">The stance that counted; unspecified: it had said nothing that counts.</param>
/// <param name="Sourcing">On whose word; unspecified: as the stance.</param>
/// <param name="TakenOn">When it took it; absent: as the stance.</param>
/// <param name="Position">The position; empty: as the stance, or the member had presented the candidate.</param>
/// <param name="Undischarged">What it had asked for and was not met.</param>
public sealed record Elector(
    string Member, string DisplayName, Stance Stance, Sourcing Sourcing, PartialDate TakenOn, string Position, ImmutableArray<string> Undischarged)
{
    /// <summary>Where it is counted.</summary>
    [JsonIgnore]
    public Bucket Bucket => Buckets.Of(Stance, Undischarged.Length > 0);

    /// <summary>What a line of the standing says.</summary>
    public static Elector Of(MemberLine line) => new(
        line.State.Code, line.State.DisplayName, line.Governing?.Stance ?? default, line.Governing?.Sourcing ?? default,
        line.Governing?.TakenOn ?? default, line.Governing?.Position?.Id ?? "", [.. line.Undischarged.Select(c => c.Text)]);
}

/// <summary>How a decision was taken. The numbers are the contract's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DecisionKind>))]
public enum DecisionKind
{
    /// <summary>Never given.</summary>
    [JsonStringEnumMemberName("UNSPECIFIED")]
    Unspecified = 0,

    /// <summary>Nobody broke silence.</summary>
    [JsonStringEnumMemberName("SILENCE")]
    Silence = 1,

    /// <summary>The chair declared consensus at the table.</summary>
    [JsonStringEnumMemberName("TABLE")]
    Table = 2,
}

/// <summary>How far an appointment has come. The numbers are the contract's.</summary>
public enum DeliveryState
{
    /// <summary>Never given.</summary>
    Unspecified = 0,

    /// <summary>The Candidates service hasn't answered yet; it is asked until it does.</summary>
    Pending = 1,

    /// <summary>It has marked the appointment.</summary>
    Delivered = 2,

    /// <summary>It has refused it.</summary>
    Refused = 3,

    /// <summary>The selection was reopened, and it hasn't taken the appointment back yet.</summary>
    Revoking = 4,

    /// <summary>It has taken the appointment back.</summary>
    Revoked = 5,
}
