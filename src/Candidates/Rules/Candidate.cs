using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NatoServices.Words;

namespace NatoServices.Candidates.Rules;

/// <summary>One step of a candidate's way.</summary>
/// <param name="Status">What was reached.</param>
/// <param name="Date">When.</param>
/// <param name="Sourcing">On whose word it is known; unspecified for an appointment, which rests on its selection.</param>
/// <param name="Source">Where it is found; null for an appointment.</param>
/// <param name="PresentedBy">The member that put the person forward; empty unless the status is PRESENTED.</param>
/// <param name="Selection">The selection that decided; empty unless the status is APPOINTED.</param>
/// <param name="Recorded">Its entry.</param>
public sealed record Candidacy(
    CandidacyStatus Status, PartialDate Date, Sourcing Sourcing, Source? Source, string PresentedBy, string Selection, Stamp Recorded);

/// <summary>One person on the slate, with every step that was ever entered, in the order of the dates and then of the entries.</summary>
public sealed record Candidate(
    string Id, string Name, IReadOnlyList<string> Aliases, string Nationality, string Office, IReadOnlyList<Fact> Facts, Stamp Recorded,
    ImmutableList<Candidacy> History)
{
    /// <summary>The steps up to a day, by what was known at a moment.</summary>
    public IEnumerable<Candidacy> HistoryOn(DateOnly day, DateTimeOffset? knownAt) =>
        History.Where(step => step.Date.FirstDay <= day && step.Recorded.IsKnownAt(knownAt));

    /// <summary>Every entry that speaks of this candidate.</summary>
    [JsonIgnore]
    public IEnumerable<Stamp> Stamps => History.Select(step => step.Recorded).Prepend(Recorded);

    /// <summary>The status on a day, by what was known at a moment.</summary>
    public CandidacyStatus StatusOn(DateOnly day, DateTimeOffset? knownAt) =>
        HistoryOn(day, knownAt).LastOrDefault()?.Status ?? default;

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
        var place = PlaceOf(date);
        var before = place == 0 ? CandidacyStatus.Unspecified : History[place - 1].Status;
        var after = place == History.Count ? null : History[place];
        return Ladder.Fits(before, step, after?.Status) ? null : new(Id, before, step, date, after);
    }

    internal Candidate Reach(Candidacy step) => this with { History = History.Insert(PlaceOf(step.Date), step) };

    /// <summary>After every step that is not dated later.</summary>
    private int PlaceOf(PartialDate date) => History.FindLastIndex(step => step.Date <= date) + 1;

    private static List<string> Words(string text)
    {
        var folded = Ids.Fold(text).Select(c => char.IsLetterOrDigit(c) ? c : ' ').ToArray();
        return [.. new string(folded).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}
