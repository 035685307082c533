using System.Text.Json.Serialization;
using NatoServices.Candidates.Rules;
using NatoServices.Journal;

namespace NatoServices.Candidates;

/// <summary>JSON serialization of the slate's events and state.</summary>
internal static class SlateEvents
{
    public static SlateJson Json { get; } = new(EventCodec.Options);

    public static EventCodec<SlateEvent> Codec { get; } = new(Json,
        typeof(VacancyOpened), typeof(CandidateRegistered), typeof(CandidacyRecorded), typeof(CandidateAppointed),
        typeof(AppointmentRevoked));
}

[JsonSerializable(typeof(Slate))]
[JsonSerializable(typeof(VacancyOpened))]
[JsonSerializable(typeof(CandidateRegistered))]
[JsonSerializable(typeof(CandidacyRecorded))]
[JsonSerializable(typeof(CandidateAppointed))]
[JsonSerializable(typeof(AppointmentRevoked))]
internal sealed partial class SlateJson : JsonSerializerContext;
