using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NatoServices.Domain;

namespace NatoServices.Candidates.Rules;

/// <summary>One step of a candidate's way.</summary>
/// <param name="Status">What was reached.</param>
/// <param name="Date">When.</param>
/// <param name="Sourcing">On whose word it is known; unspecified for an appointment, which rests on its selection.</param>
/// <param name="Source">Where it is found; null for an appointment.</param>
/// <param name="PresentedBy">The member that put the person forward; empty unless the status is PRESENTED.</param>
/// <param name="Selection">The selection that decided; empty unless the status is APPOINTED.</param>
/// <param name="Recorded">Its entry.</param>
/// <param name="Revoked">The entry that took it back; null if none did. Only an appointment can be.</param>
public sealed record Candidacy(
    CandidacyStatus Status, PartialDate Date, Sourcing Sourcing, Source? Source, string PresentedBy, string Selection, Stamp Recorded,
    Revocation? Revoked = null)
{
    /// <summary>Whether it stood, by what was known at a moment: it was entered and not yet taken back.</summary>
    public bool StandsAt(DateTimeOffset? moment) => Recorded.IsKnownAt(moment) && (Revoked is null || !Revoked.Recorded.IsKnownAt(moment));
}

/// <summary>
/// One person on the slate, with every step that was ever entered, also those that were taken back, in the order of the dates and
/// then of the entries.
/// </summary>
public sealed record Candidate(
    string Id, string Name, IReadOnlyList<string> Aliases, string Nationality, string Office, IReadOnlyList<Fact> Facts, Stamp Recorded,
    ImmutableList<Candidacy> History)
{
    /// <summary>The steps up to a day, by what was known at a moment.</summary>
    public IEnumerable<Candidacy> HistoryOn(DateOnly day, DateTimeOffset? knownAt) =>
        History.Where(step => step.Date.FirstDay <= day && step.StandsAt(knownAt));

    /// <summary>Every entry that speaks of this candidate.</summary>
    [JsonIgnore]
    public IEnumerable<Stamp> Stamps =>
        History.SelectMany(step => (Stamp?[])[step.Recorded, step.Revoked?.Recorded]).OfType<Stamp>().Prepend(Recorded);

    /// <summary>The status on a day, by what was known at a moment.</summary>
    public CandidacyStatus StatusOn(DateOnly day, DateTimeOffset? knownAt) =>
        HistoryOn(day, knownAt).LastOrDefault()?.Status ?? default;

    /// <summary>This person's appointment, if one stood by what was known at a moment.</summary>
    public Appointment? AppointmentAt(DateTimeOffset? knownAt) =>
        History.Find(step => step.Status == CandidacyStatus.Appointed && step.StandsAt(knownAt)) is { } made
            ? new(Id, made.Selection, made.Date, made.Recorded)
            : null;

    /// <summary>
    /// The entry that closed this candidacy by a day: the slate's appointment, if it is another's and this candidacy was active on the
    /// date of that decision. What is dated later than the decision came after the closing and undoes nothing.
    /// </summary>
    public Stamp? ClosedBy(Appointment? appointment, DateOnly day, DateTimeOffset? knownAt) =>
        appointment is { DecidedOn.FirstDay: var decided } && decided <= day && appointment.Candidate != Id
            && Ladder.IsActive(StatusOn(decided, knownAt))
            ? appointment.Recorded
            : null;

    /// <summary>
    /// Whether each of these words begins a word of the name, or each begins a word of one alias; case and diacritics don't matter.
    /// </summary>
    public bool IsCalled(string words)
    {
        var wanted = Words(words);
        return Aliases.Prepend(Name).Select(Words).Any(name => wanted.All(w => name.Any(n => n.StartsWith(w, StringComparison.Ordinal))));
    }

    /// <summary>The refusal of a step that doesn't fit at the place where its date puts it; null if it fits.</summary>
    internal CandidacyMoveImpossible? Refuse(CandidacyStatus step, PartialDate date)
    {
        var standing = History.FindAll(s => s.Revoked is null);
        var place = PlaceOf(date, standing);
        var before = place == 0 ? CandidacyStatus.Unspecified : standing[place - 1].Status;
        var after = place == standing.Count ? null : standing[place];
        return Ladder.Fits(before, step, after?.Status) ? null : new(Id, before, step, date, after);
    }

    internal Candidate Reach(Candidacy step) => this with { History = History.Insert(PlaceOf(step.Date, History), step) };

    /// <summary>Takes the appointment back that stands: there is never more than one.</summary>
    internal Candidate Revoke(Revocation revocation)
    {
        var place = History.FindIndex(step => step.Status == CandidacyStatus.Appointed && step.Revoked is null);
        return this with { History = History.SetItem(place, History[place] with { Revoked = revocation }) };
    }

    /// <summary>After every step that is not dated later.</summary>
    private static int PlaceOf(PartialDate date, ImmutableList<Candidacy> steps) => steps.FindLastIndex(step => step.Date <= date) + 1;

    private static List<string> Words(string text)
    {
        var folded = Ids.Fold(text).Select(c => char.IsLetterOrDigit(c) ? c : ' ').ToArray();
        return [.. new string(folded).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}
