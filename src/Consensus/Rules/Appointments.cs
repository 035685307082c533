using NatoServices.Domain;

namespace NatoServices.Consensus.Rules;

/// <summary>Asks to enter what the Candidates service answered to an appointment.</summary>
/// <param name="Decision">The decision's id.</param>
/// <param name="Refusal">The reason for which it was refused; empty if it was not.</param>
/// <param name="Explanation">That reason in a sentence; empty if it was not refused.</param>
public sealed record ReportAppointment(string Decision, string Refusal = "", string Explanation = "");

/// <summary>Asks to enter that the Candidates service has taken an appointment back.</summary>
public sealed record ReportRevocation(string Decision);

public sealed partial record Selection
{
    /// <summary>The appointment was marked, or refused. To say so again changes nothing.</summary>
    public Ruling<SelectionEvent> Decide(ReportAppointment command)
    {
        if (FindDecision(command.Decision)?.DeliveryAt(null) != DeliveryState.Pending) return Ruling.AlreadySo<SelectionEvent>();
        return command.Refusal is ""
            ? new AppointmentDelivered(command.Decision)
            : new AppointmentRefused(command.Decision, command.Refusal, command.Explanation);
    }

    /// <summary>The appointment was taken back. To say so again changes nothing.</summary>
    public Ruling<SelectionEvent> Decide(ReportRevocation command) =>
        FindDecision(command.Decision)?.DeliveryAt(null) == DeliveryState.Revoking
            ? new AppointmentRevoked(command.Decision)
            : Ruling.AlreadySo<SelectionEvent>();

    /// <summary>A decision by its id; null if there is none.</summary>
    public TakenDecision? FindDecision(string id) => Decisions.Find(d => d.Id == id);
}
