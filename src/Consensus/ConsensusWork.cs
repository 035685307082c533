using System.Text.Json;
using NatoServices.Aggregates;
using NatoServices.Consensus.Decisions;
using NatoServices.Consensus.Rules;
using NatoServices.Consensus.Silences;
using NatoServices.Journal;

namespace NatoServices.Consensus;

/// <summary>What Consensus does by itself, once, whichever of its processes is alive: silence runs out, appointments are delivered.</summary>
internal sealed partial class ConsensusWork(SilenceWork silences, AppointmentWork appointments, TimeProvider clock, ILogger<ConsensusWork> log)
{
    /// <summary>Who acts where nobody asked.</summary>
    public const string Actor = "consensus";

    private const string Silence = "silence";
    private const string Appointment = "appointment";
    private const string Revocation = "revocation";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>The work that an entry causes; its body is the id of a silence or a decision.</summary>
    public static IEnumerable<NewDueWork> Of(SelectionEvent entered, long revision, DateTimeOffset now) => entered switch
    {
        SilenceOpened opened => [New(Silence, SilenceWork.Next(opened.Deadline, now), $"s{revision}")],
        DecisionTaken => [New(Appointment, now, $"d{revision}")],
        SelectionReopened reopened => [New(Revocation, now, reopened.Decision)],
        _ => [],
    };

    /// <summary>Does a piece of it; while an owner of facts is away, it comes again soon.</summary>
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
                return new DueOutcome.Again(clock.GetUtcNow() + Patience);
            case UpstreamBehind behind:
                LogTooEarly(work.Kind, id, work.Stream, behind.Message);
                return new DueOutcome.Again(clock.GetUtcNow() + Moment);
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
