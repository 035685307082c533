using System.Text.Json.Serialization;
using NatoServices.Journal;
using NatoServices.Members.Rules;

namespace NatoServices.Members;

/// <summary>JSON serialization of the roster's events and state.</summary>
internal static class RosterEvents
{
    public static RosterJson Json { get; } = new(EventCodec.Options);

    public static EventCodec<RosterEvent> Codec { get; } = new(Json,
        typeof(MemberInvited), typeof(MemberAcceded), typeof(AccessionRescheduled), typeof(MemberWithdrawn),
        typeof(MemberUpdated), typeof(DefenceExpenditureReported));
}

[JsonSerializable(typeof(Roster))]
[JsonSerializable(typeof(MemberInvited))]
[JsonSerializable(typeof(MemberAcceded))]
[JsonSerializable(typeof(AccessionRescheduled))]
[JsonSerializable(typeof(MemberWithdrawn))]
[JsonSerializable(typeof(MemberUpdated))]
[JsonSerializable(typeof(DefenceExpenditureReported))]
internal sealed partial class RosterJson : JsonSerializerContext;
