using System.Text.Json.Serialization;

namespace NatoServices.Consensus;

internal static class SelectionEvents
{
    public static SelectionJson Json { get; } = new(EventCodec.Options);

    public static EventCodec<SelectionEvent> Codec { get; } = new(
        Json, typeof(SelectionEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SelectionEvent))));
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
