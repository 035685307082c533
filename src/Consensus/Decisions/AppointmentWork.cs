using NatoServices.Consensus.Upstream;

namespace NatoServices.Consensus.Decisions;

/// <summary>
/// Delivers appointments to the Candidates service (an outbox). The id of each piece of work is the request id of its message, so that
/// Candidates enters the message once, however often it is sent. The answer is entered here in the transaction that completes the work.
/// </summary>
internal sealed partial class AppointmentWork(AggregateStore<Selection, SelectionEvent> store, SlateClient slates, ILogger<AppointmentWork> log)
{
    /// <summary>Asks Candidates to enter an appointment, then enters here that it was accepted or why it was refused.</summary>
    public async Task<Answer<DueOutcome>> AppointAsync(DueWork work, string decision, CancellationToken cancellation)
    {
        var (state, decided) = await FindAsync(work, decision, cancellation);
        var answer = await slates.AppointAsync(
            new()
            {
                Vacancy = state.Vacancy,
                Candidate = decided.Taken.Candidate,
                Selection = state.Id,
                DecidedOn = decided.Taken.DecidedOn.ToWire(),
                RequestId = work.Id,
            },
            cancellation);
        if (answer.Refusal is not null) return answer.Refusal;
        var refusal = answer.Value;
        if (refusal is null) LogDelivered(decision, work.Stream);
        else LogRefused(decision, work.Stream, refusal.Reason);
        var report = refusal is null ? new ReportAppointment(decision) : new(decision, refusal.Reason, refusal.Explanation);
        return new DueOutcome.Done(await store.ProposeAsync(work.Stream, ConsensusWork.Actor, (newest, _) => newest.Decide(report), cancellation));
    }

    /// <summary>Asks Candidates to revoke an appointment, then enters here that it was revoked.</summary>
    public async Task<Answer<DueOutcome>> RevokeAsync(DueWork work, string decision, CancellationToken cancellation)
    {
        var (state, decided) = await FindAsync(work, decision, cancellation);
        var report = new ReportRevocation(decision);
        // An appointment that Candidates refused needs no revocation.
        if (state.Decide(report).Events.Count == 0) return new DueOutcome.Done(null);
        var unavailable = await slates.RevokeAsync(
            new()
            {
                Vacancy = state.Vacancy,
                Candidate = decided.Taken.Candidate,
                Selection = state.Id,
                Reason = decided.Reopened!.Reason,
                RequestId = work.Id,
            },
            cancellation);
        if (unavailable is not null) return unavailable;
        LogRevoked(decision, work.Stream);
        return new DueOutcome.Done(await store.ProposeAsync(work.Stream, ConsensusWork.Actor, (newest, _) => newest.Decide(report), cancellation));
    }

    private async Task<(Selection State, TakenDecision Decided)> FindAsync(DueWork work, string decision, CancellationToken cancellation)
    {
        var state = (await store.LoadAsync(work.Stream, Freshness.Newest, cancellation)).State;
        return (state, state.FindDecision(decision)!);
    }

    [LoggerMessage(LogLevel.Information, "The appointment by decision {Decision} of {Stream} is marked by Candidates.")]
    private partial void LogDelivered(string decision, string stream);

    [LoggerMessage(LogLevel.Warning, "The appointment by decision {Decision} of {Stream} is refused by Candidates: {Reason}.")]
    private partial void LogRefused(string decision, string stream, string reason);

    [LoggerMessage(LogLevel.Information, "The appointment by decision {Decision} of {Stream} is taken back by Candidates.")]
    private partial void LogRevoked(string decision, string stream);
}
