using System.Text.Json;
using NatoServices.Consensus.Decisions;
using NatoServices.Consensus.Silences;
using NatoServices.ServiceDefaults;

namespace NatoServices.Consensus;

/// <summary>The background work of Consensus. Whichever process does a piece of work, its outcome is entered once.</summary>
internal sealed partial class ConsensusWork(SilenceWork silences, AppointmentWork appointments, TimeProvider clock, Timings timings, ILogger<ConsensusWork> log)
{
    /// <summary>The actor of entries that no caller requested.</summary>
    public const string Actor = "consensus";

    private const string Silence = "silence";
    private const string Appointment = "appointment";
    private const string Revocation = "revocation";

    /// <summary>The work that an event causes. Its body is the id of a silence or a decision.</summary>
    public static DueOf<SelectionEvent> Of(Timings timings) => (entered, revision, now) => entered switch
    {
        SilenceOpened opened => [New(Silence, SilenceWork.Next(opened.Deadline, now, timings.SilenceCheck), $"s{revision}")],
        DecisionTaken => [New(Appointment, now, $"d{revision}")],
        SelectionReopened reopened => [New(Revocation, now, reopened.Decision)],
        _ => [],
    };

    /// <summary>Does a piece of work. If an owner of facts is unavailable or its clock is behind, schedules a retry.</summary>
    public async Task<DueOutcome> DoAsync(DueWork work, CancellationToken cancellation)
    {
        var id = JsonSerializer.Deserialize<string>(work.Body)!;
        var outcome = work.Kind switch
        {
            Silence => await silences.DoAsync(work.Stream, id, cancellation),
            Appointment => await appointments.AppointAsync(work, id, cancellation),
            Revocation => await appointments.RevokeAsync(work, id, cancellation),
            _ => throw new InvalidOperationException($"'{work.Kind}' is no work of this version."),
        };
        switch (outcome.Refusal)
        {
            case UpstreamUnavailable unavailable:
                LogWaits(work.Kind, id, work.Stream, unavailable.Metadata["service"]);
                return new DueOutcome.Again(clock.GetUtcNow() + timings.UpstreamRetry);
            case UpstreamBehind behind:
                LogTooEarly(work.Kind, id, work.Stream, behind.Message);
                return new DueOutcome.Again(clock.GetUtcNow() + timings.ClockRetry);
            default:
                return outcome.OrThrow();
        }
    }

    private static NewDueWork New(string kind, DateTimeOffset dueAt, string id) => new(kind, dueAt, JsonSerializer.Serialize(id));

    [LoggerMessage(LogLevel.Warning, "The {Kind} work on {Id} of {Stream} comes too early for an owner of facts, whose clock may be behind: {Problem}")]
    private partial void LogTooEarly(string kind, string id, string stream, string problem);

    [LoggerMessage(LogLevel.Warning, "The {Kind} work on {Id} of {Stream} waits for {Service}, which does not answer.")]
    private partial void LogWaits(string kind, string id, string stream, string service);
}
