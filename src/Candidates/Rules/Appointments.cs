using NatoServices.Domain;

namespace NatoServices.Candidates.Rules;

/// <summary>Who fills the vacancy, by which selection's decision, from which day on.</summary>
public sealed record Appointment(string Candidate, string Selection, PartialDate DecidedOn, Stamp Recorded);

/// <summary>An appointment did not come to pass.</summary>
public sealed record Revocation(string Reason, Stamp Recorded);

/// <summary>Asks to enter an appointment.</summary>
public sealed record Appoint(string Actor, string Vacancy, string Candidate, string Selection, PartialDate DecidedOn);

/// <summary>Asks to take an appointment back.</summary>
public sealed record RevokeAppointment(string Actor, string Vacancy, string Candidate, string Selection, string Reason);

/// <summary>Appointments and their revocations. An appointment is a step of its candidate and stands nowhere else.</summary>
public sealed partial record Slate
{
    private const string Appointer = "consensus";

    /// <summary>The appointment that stood, by what was known at a moment; null if the vacancy was open.</summary>
    public Appointment? AppointmentAt(DateTimeOffset? knownAt) =>
        Candidates.Values.Select(c => c.AppointmentAt(knownAt)).FirstOrDefault(made => made is not null);

    /// <summary>A selection has decided. To say so again changes nothing.</summary>
    public Ruling<SlateEvent> Decide(Appoint command, DateTimeOffset now)
    {
        if (command.Actor != Appointer) return new AppointmentReserved();
        var found = new Violations();
        found.Id("vacancy", command.Vacancy);
        found.Id("candidate", command.Candidate);
        found.Id("selection", command.Selection);
        if (command.DecidedOn is { IsValid: true, IsFull: false }) found.Add("decided_on", "must be a full date: year, month and day");
        else NotEarlier(found, "decided_on", command.DecidedOn, now);
        if (found.Any) return found.ToRefusal();
        if (IsFilled(command.Candidate, command.Selection)) return Ruling.AlreadySo<SlateEvent>();
        if (Closed(command.Vacancy) is { } closed) return closed;
        if (!Candidates.TryGetValue(command.Candidate, out var candidate)) return new CandidateUnknown(command.Vacancy, command.Candidate);
        if (candidate.Refuse(CandidacyStatus.Appointed, command.DecidedOn) is { } impossible) return impossible;
        return new CandidateAppointed(command.Candidate, command.Selection, command.DecidedOn);
    }

    /// <summary>A decision did not come to pass. Where it doesn't stand anyway, there is nothing to take back.</summary>
    public Ruling<SlateEvent> Decide(RevokeAppointment command)
    {
        if (command.Actor != Appointer) return new AppointmentReserved();
        var found = new Violations();
        found.Id("vacancy", command.Vacancy);
        found.Id("candidate", command.Candidate);
        found.Id("selection", command.Selection);
        found.Text("reason", command.Reason);
        if (found.Any) return found.ToRefusal();
        if (Vacancy is null) return new VacancyUnknown(command.Vacancy);
        if (!Candidates.ContainsKey(command.Candidate)) return new CandidateUnknown(command.Vacancy, command.Candidate);
        if (!IsFilled(command.Candidate, command.Selection)) return Ruling.AlreadySo<SlateEvent>();
        return new AppointmentRevoked(command.Candidate, command.Selection, command.Reason);
    }

    private bool IsFilled(string candidate, string selection) =>
        AppointmentAt(null) is { } made && (made.Candidate, made.Selection) == (candidate, selection);

    /// <summary>Why the slate takes no more entries; null if it does.</summary>
    private Refusal? Closed(string vacancy) =>
        Vacancy is null ? new VacancyUnknown(vacancy)
        : AppointmentAt(null) is { } made ? new VacancyFilled(vacancy, made.Candidate)
        : null;
}
