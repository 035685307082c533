namespace NatoServices.Candidates.Rules;

/// <summary>Who fills the vacancy, which selection decided it, and on which day.</summary>
public sealed record Appointment(string Candidate, string Selection, PartialDate DecidedOn, Stamp Recorded);

/// <summary>The revocation of an appointment, with its reason.</summary>
public sealed record Revocation(string Reason, Stamp Recorded);

/// <summary>Command to enter an appointment.</summary>
public sealed record Appoint(string Actor, string Vacancy, string Candidate, string Selection, PartialDate DecidedOn);

/// <summary>Command to revoke an appointment.</summary>
public sealed record RevokeAppointment(string Actor, string Vacancy, string Candidate, string Selection, string Reason);

/// <summary>Appointments and their revocations. An appointment is stored only as a step of its candidate.</summary>
public sealed partial record Slate
{
    private const string Appointer = "consensus";

    /// <summary>The appointment in force as known at a moment; null if the vacancy was open.</summary>
    public Appointment? AppointmentAt(DateTimeOffset? knownAt) =>
        Candidates.Values.Select(c => c.AppointmentAt(knownAt)).FirstOrDefault(made => made is not null);

    /// <summary>Enters an appointment. Idempotent: yields no event if the appointment is already in force.</summary>
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

    /// <summary>Revokes an appointment. Idempotent: yields no event if the appointment is not in force.</summary>
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

    /// <summary>Why the slate accepts no entries; null if it does.</summary>
    private Refusal? Closed(string vacancy) =>
        Vacancy is null ? new VacancyUnknown(vacancy)
        : AppointmentAt(null) is { } made ? new VacancyFilled(vacancy, made.Candidate)
        : null;
}
