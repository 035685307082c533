using System.Text.Json.Serialization;
using NatoServices.Consensus.Rules;
using NatoServices.Journal;

namespace NatoServices.Consensus;

/// <summary>JSON serialization of a selection's events and state.</summary>
internal static class SelectionEvents
{
    public static SelectionJson Json { get; } = new(EventCodec.Options);

    public static EventCodec<SelectionEvent> Codec { get; } = new(Json,
        typeof(SelectionOpened), typeof(PositionRecorded), typeof(PositionRetracted), typeof(ConditionDischarged),
        typeof(ClaimRecorded), typeof(SelectionClosed),
        typeof(SilenceOpened), typeof(SilenceExtended), typeof(SilenceBroken), typeof(SilenceWithdrawn),
        typeof(DecisionTaken), typeof(AppointmentDelivered), typeof(AppointmentRefused), typeof(SelectionReopened), typeof(AppointmentRevoked));
}

[JsonSerializable(typeof(Selection))]
[JsonSerializable(typeof(SelectionOpened))]
[JsonSerializable(typeof(PositionRecorded))]
[JsonSerializable(typeof(PositionRetracted))]
[JsonSerializable(typeof(ConditionDischarged))]
[JsonSerializable(typeof(ClaimRecorded))]
[JsonSerializable(typeof(SelectionClosed))]
[JsonSerializable(typeof(SilenceOpened))]
[JsonSerializable(typeof(SilenceExtended))]
[JsonSerializable(typeof(SilenceBroken))]
[JsonSerializable(typeof(SilenceWithdrawn))]
[JsonSerializable(typeof(DecisionTaken))]
[JsonSerializable(typeof(AppointmentDelivered))]
[JsonSerializable(typeof(AppointmentRefused))]
[JsonSerializable(typeof(SelectionReopened))]
[JsonSerializable(typeof(AppointmentRevoked))]
internal sealed partial class SelectionJson : JsonSerializerContext;
