using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NatoServices.Candidates.Rules;

/// <summary>
/// One step of a candidacy. An appointment has a selection instead of a sourcing and a source, and only an appointment can be revoked. The
/// presenting member is empty unless the status is PRESENTED.
/// </summary>
public sealed record Candidacy(
    CandidacyStatus Status, PartialDate Date, Sourcing Sourcing, Source? Source, string PresentedBy, string Selection, Stamp Recorded,
    Revocation? Revoked = null)
{
    /// <summary>Whether the step was in force as known at a moment: recorded and not yet revoked.</summary>
    public bool StandsAt(DateTimeOffset? moment) => Recorded.IsKnownAt(moment) && (Revoked is null || !Revoked.Recorded.IsKnownAt(moment));
}

/// <summary>One person on the slate with every step ever entered, including revoked steps, ordered by date, then by entry.</summary>
public sealed record Candidate(
    string Id, string Name, IReadOnlyList<string> Aliases, string Nationality, string Office, IReadOnlyList<Fact> Facts, Stamp Recorded,
    ImmutableList<Candidacy> History)
{
    /// <summary>The steps in force up to a day, as known at a moment.</summary>
    public IEnumerable<Candidacy> HistoryOn(DateOnly day, DateTimeOffset? knownAt) =>
        History.Where(step => step.Date.FirstDay <= day && step.StandsAt(knownAt));

    /// <summary>The stamps of all entries about this candidate.</summary>
    [JsonIgnore]
    public IEnumerable<Stamp> Stamps =>
        History.SelectMany(step => (Stamp?[])[step.Recorded, step.Revoked?.Recorded]).OfType<Stamp>().Prepend(Recorded);

    /// <summary>The status on a day, as known at a moment; unspecified if there was no step yet.</summary>
    public CandidacyStatus StatusOn(DateOnly day, DateTimeOffset? knownAt) =>
        HistoryOn(day, knownAt).LastOrDefault()?.Status ?? default;

    /// <summary>This person's appointment in force as known at a moment; null if there was none.</summary>
    public Appointment? AppointmentAt(DateTimeOffset? knownAt) =>
        History.Find(step => step.Status == CandidacyStatus.Appointed && step.StandsAt(knownAt)) is { } made
            ? new(Id, made.Selection, made.Date, made.Recorded)
            : null;

    /// <summary>
    /// The entry that closed this candidacy by a day; null if it was not closed. An appointment of another person closes a candidacy that
    /// was active on the date of the decision. Steps that are dated after the decision do not reopen it.
    /// </summary>
    public Stamp? ClosedBy(Appointment? appointment, DateOnly day, DateTimeOffset? knownAt) =>
        appointment is { DecidedOn.FirstDay: var decided } && decided <= day && appointment.Candidate != Id
            && Ladder.IsActive(StatusOn(decided, knownAt))
            ? appointment.Recorded
            : null;

    /// <summary>
    /// Whether each of the words (<see cref="Ids.WordsOf"/>) is a prefix of a word of the name, or each is a prefix of a word of one alias. Case and diacritics are
    /// ignored.
    /// </summary>
    public bool IsCalled(IReadOnlyList<string> words) =>
        Aliases.Prepend(Name).Select(Ids.WordsOf).Any(name => words.All(w => name.Any(n => n.StartsWith(w, StringComparison.Ordinal))));

    /// <summary>Refuses a step that does not fit between the steps before and after its date. Null if it fits.</summary>
    internal CandidacyMoveImpossible? Refuse(CandidacyStatus step, PartialDate date)
    {
        var standing = History.FindAll(s => s.Revoked is null);
        var place = PlaceOf(date, standing);
        var before = place == 0 ? CandidacyStatus.Unspecified : standing[place - 1].Status;
        var after = place == standing.Count ? null : standing[place];
        return Ladder.Fits(before, step, after?.Status) ? null : new(Id, before, step, date, after);
    }

    internal Candidate Reach(Candidacy step) => this with { History = History.Insert(PlaceOf(step.Date, History), step) };

    /// <summary>Revokes the appointment in force. There is never more than one.</summary>
    internal Candidate Revoke(Revocation revocation)
    {
        var place = History.FindIndex(step => step.Status == CandidacyStatus.Appointed && step.Revoked is null);
        return this with { History = History.SetItem(place, History[place] with { Revoked = revocation }) };
    }

    /// <summary>The index after every step that is not dated later.</summary>
    private static int PlaceOf(PartialDate date, ImmutableList<Candidacy> steps) => steps.FindLastIndex(step => step.Date <= date) + 1;
}
