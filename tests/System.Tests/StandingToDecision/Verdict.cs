using Nato.Candidates.V1;
using Nato.Consensus.V1;

namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>Holds what was promised against the record, the services' answers and the slate of one selection.</summary>
internal sealed class Verdict
{
    private readonly List<string> wrong = [];

    private readonly Story story;

    private readonly Record record;

    private Verdict(Story story, Record record) => (this.story, this.record) = (story, record);

    /// <summary>All that is wrong, each in a sentence.</summary>
    public static async Task<IReadOnlyList<string>> OnAsync(Council council, Story story)
    {
        var record = await Record.ReadAsync(council.Consensus, story.Selection);
        var verdict = new Verdict(story, record);
        verdict.Outcome();
        verdict.Moments();
        verdict.Answers();
        await verdict.ChainAsync(council);
        await verdict.SilenceAsync(council);
        await verdict.SlateAsync(council);
        return [.. verdict.wrong.Select(what => $"{story.Selection}: {what}\n  {string.Join("\n  ", record.Entries.Select(Show))}")];
    }

    private bool IsAdopted => record["DecisionTaken"].Count > 0;

    private void Outcome()
    {
        var (breaks, withdrawn, taken) = (record["SilenceBroken"].Count, record["SilenceWithdrawn"].Count, record["DecisionTaken"].Count);
        Demand((breaks > 0 ? 1 : 0) + withdrawn + taken == 1, $"{breaks} breaks, {withdrawn} withdrawals and {taken} decisions are no one outcome");
        Demand(record["AppointmentDelivered"].Count == taken, $"{record["AppointmentDelivered"].Count} deliveries of {taken} appointments");
        Demand(record["AppointmentRefused"].Count == 0, "its appointment was refused");
    }

    private void Moments()
    {
        foreach (var entry in record.Entries.Where(e => e.Kind is "SilenceExtended" or "SilenceBroken" or "SilenceWithdrawn"))
            Demand(Record.At(entry) < record.DeadlineBefore(entry), $"{entry.Kind} is recorded at or after the deadline {record.DeadlineBefore(entry):O}");
        foreach (var taken in record["DecisionTaken"])
        {
            Demand(Record.At(taken) >= record.Deadline, $"it is adopted before the deadline {record.Deadline:O}");
            Demand(Record.Moment(taken, "at") == record.Deadline, $"it is dated to {Record.Moment(taken, "at"):O}, not to the deadline {record.Deadline:O}");
        }
    }

    private void Answers()
    {
        foreach (var answer in story.Answers)
        {
            var entered = record.Entries.Count(e => e.RequestId == answer.Request && e.Kind == answer.Kind);
            Demand(entered == (answer.Silence is null ? 0 : 1), $"the request {answer.Request} was answered '{answer.Refusal}' and is entered {entered} times");
            // Nothing is too late before the deadline, unless somebody has ended it otherwise.
            Demand(
                answer.Silence is not null || answer.At >= record.Deadline || record["SilenceWithdrawn"].Count + record["SilenceBroken"].Count > 0,
                $"the request {answer.Request} was refused at {answer.At:O}, before the deadline");
        }
        Demand(record.Entries.Count(e => e.RequestId is not "") == story.Answers.Count(a => a.Silence is not null), "somebody entered what was not asked for");
    }

    private async Task ChainAsync(Council council)
    {
        foreach (var replica in council.Replicas)
        {
            var consensus = new Nato.Consensus.V1.Consensus.ConsensusClient(replica.Channel);
            var check = await consensus.VerifyRecordAsync(new() { Selection = story.Selection, FullyConsistent = true });
            Demand(check.Holds && check.Revision == record.Entries.Count && check.Hash == record.Entries[^1].Hash, $"its record does not hold: {check}");
            if (!IsAdopted) continue;
            var decision = (await consensus.GetDecisionAsync(new() { Selection = story.Selection, FullyConsistent = true })).Decision;
            var at = await consensus.VerifyRecordAsync(new() { Selection = story.Selection, UpToRevision = decision.Recorded.Revision, Hash = decision.Hash });
            Demand(at.Holds && decision.Hash == record["DecisionTaken"][0].Hash, $"the decision's hash is not the record's: {at}");
            Demand(decision.DecidedAt.ToDateTimeOffset() == record.Deadline, $"the decision is dated to {decision.DecidedAt}");
            Demand(decision.Delivery.State == DeliveryState.Delivered, $"its appointment is {decision.Delivery.State}");
        }
    }

    private async Task SilenceAsync(Council council)
    {
        var expected = IsAdopted ? SilenceState.Adopted : record["SilenceWithdrawn"].Count > 0 ? SilenceState.Withdrawn : SilenceState.Broken;
        foreach (var replica in council.Replicas)
        {
            var consensus = new Nato.Consensus.V1.Consensus.ConsensusClient(replica.Channel);
            var silence = (await consensus.GetSilenceAsync(new() { Selection = story.Selection, Silence = story.Silence, FullyConsistent = true })).Silence;
            Demand(silence.State == expected, $"its silence is {silence.State}, the record says {expected}");
        }
    }

    private async Task SlateAsync(Council council)
    {
        var vacancy = (await council.Slates.GetVacancyAsync(new() { Vacancy = story.Selection, FullyConsistent = true })).Vacancy;
        Demand(vacancy.State == (IsAdopted ? VacancyState.Filled : VacancyState.Open), $"its vacancy is {vacancy.State}");
        var request = new GetCandidateRequest { Vacancy = story.Selection, Candidate = Council.Candidate, FullyConsistent = true };
        var steps = (await council.Slates.GetCandidateAsync(request)).Candidate.History.Where(step => step.Status == CandidacyStatus.Appointed).ToList();
        Demand(steps.Count == (IsAdopted ? 1 : 0), $"its candidate was appointed {steps.Count} times");
        // The vacancy, the candidate and the candidacy are entries 1 to 3.
        Demand(steps.All(step => step.Selection == story.Selection && step.Recorded.Revision == 4), $"it was appointed by {steps.FirstOrDefault()}");
    }

    private void Demand(bool holds, string otherwise)
    {
        if (!holds) wrong.Add(otherwise);
    }

    private static string Show(RecordEntry entry) =>
        $"{entry.Recorded.Revision} {Record.At(entry):HH:mm:ss.ffffff} {entry.Kind} {entry.RequestId} {entry.Summary}";
}
