namespace NatoServices.Consensus.Rules;

/// <summary>Summarizes entries in a sentence, for people who read the record.</summary>
public static class Summary
{
    /// <summary>The summary of an event.</summary>
    public static string Of(SelectionEvent entered) => entered switch
    {
        SelectionOpened e => $"Selection {e.Selection} opened for {e.Vacancy}: positions count from {Names.Of(e.Rule.CountsFrom)} on"
            + (e.Rule.PresentingMemberSupports ? ", and a presenting member counts as a supporter." : "."),
        PositionRecorded e => $"{e.Member} on {e.Candidate}: {Names.Of(e.Stance)}, taken on {e.TakenOn} ({Names.Of(e.Sourcing)})"
            + (e.Conditions.Length > 0 ? $", asking for: {string.Join("; ", e.Conditions)}." : "."),
        PositionRetracted e => $"Position {e.Position} retracted: {e.Reason}",
        ConditionDischarged e => $"Condition {e.Condition} of position {e.Position} discharged on {e.DischargedOn}.",
        ClaimRecorded e => $"Claim, stated on {e.StatedOn}: {(e.Approximate ? "about " : "")}{e.Count}{(e.Of > 0 ? $" of {e.Of}" : "")}"
            + $" on {e.Candidate}: {Names.Of(e.Stance)}{(e.Excepts.Length > 0 ? $", all but {string.Join(", ", e.Excepts)}" : "")} ({Names.Of(e.Sourcing)}).",
        SelectionClosed e => $"Selection closed: {e.Reason}",
        SilenceOpened e => $"Silence opened on {e.Candidate} until {Term.Show(e.Deadline)} ({e.TimeZone}): {e.Text}",
        SilenceExtended e => $"Silence {e.Silence} extended until {Term.Show(e.Deadline)} ({e.TimeZone}): {e.Reason}",
        SilenceBroken { Seal: not null } e => $"Silence {e.Silence} broken, in confidence.",
        SilenceBroken e => $"Silence {e.Silence} broken by {e.Member}: {e.Reason}",
        SilenceWithdrawn e => $"Silence {e.Silence} withdrawn: {e.Reason}",
        DecisionTaken e => $"Decision {(e.Kind == DecisionKind.Silence ? $"adopted under silence {e.Silence}" : "declared at the table")}"
            + $" on {e.Candidate}, {Term.Show(e.At)} ({e.TimeZone}): {e.Text}",
        AppointmentDelivered e => $"Appointment by decision {e.Decision} marked by Candidates.",
        AppointmentRefused e => $"Appointment by decision {e.Decision} refused by Candidates: {e.Explanation}",
        SelectionReopened e => $"Selection reopened after decision {e.Decision}: {e.Reason}",
        AppointmentRevoked e => $"Appointment by decision {e.Decision} taken back by Candidates.",
        _ => entered.GetType().Name,
    };
}
