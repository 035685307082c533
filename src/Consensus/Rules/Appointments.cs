namespace NatoServices.Consensus.Rules;

/// <summary>Command to enter the answer of the Candidates service to an appointment. Refusal and explanation are empty if it was accepted.</summary>
public sealed record ReportAppointment(string Decision, string Refusal = "", string Explanation = "");

/// <summary>Command to enter that the Candidates service revoked an appointment.</summary>
public sealed record ReportRevocation(string Decision);

public sealed partial record Selection
{
    /// <summary>Enters the answer to an appointment. Idempotent: yields no event unless the delivery is pending.</summary>
    public Ruling<SelectionEvent> Decide(ReportAppointment command)
    {
        if (FindDecision(command.Decision)?.DeliveryAt(null) != DeliveryState.Pending) return Ruling.AlreadySo<SelectionEvent>();
        return command.Refusal is ""
            ? new AppointmentDelivered(command.Decision)
            : new AppointmentRefused(command.Decision, command.Refusal, command.Explanation);
    }

    /// <summary>Enters the revocation of an appointment. Idempotent: yields no event unless a revocation is expected.</summary>
    public Ruling<SelectionEvent> Decide(ReportRevocation command) =>
        FindDecision(command.Decision)?.DeliveryAt(null) == DeliveryState.Revoking
            ? new AppointmentRevoked(command.Decision)
            : Ruling.AlreadySo<SelectionEvent>();

    /// <summary>Finds a decision by its id; null if there is none.</summary>
    public TakenDecision? FindDecision(string id) => Decisions.Find(d => d.Id == id);
}
