using System.Collections.Immutable;

namespace NatoServices.Candidates.Rules;

/// <summary>A vacancy and its candidates by id. The vacancy is null before the first entry.</summary>
public sealed partial record Slate(Vacancy? Vacancy, ImmutableSortedDictionary<string, Candidate> Candidates)
{
    /// <summary>The slate before its first entry.</summary>
    public static Slate Empty { get; } = new(null, ImmutableSortedDictionary<string, Candidate>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>The candidates on the slate as known at a moment.</summary>
    public IEnumerable<Candidate> KnownAt(DateTimeOffset? moment) => Candidates.Values.Where(c => c.Recorded.IsKnownAt(moment));

    /// <summary>Finds the vacancy as known at a moment. Refused with <see cref="VacancyUnknown"/>.</summary>
    public Answer<Vacancy> Find(string vacancy, DateTimeOffset? knownAt) =>
        Vacancy is { } found && found.Recorded.IsKnownAt(knownAt) ? found : new VacancyUnknown(vacancy);

    /// <summary>
    /// Finds a candidate as known at a moment. Refused with <see cref="VacancyUnknown"/> or <see cref="CandidateUnknown"/>.
    /// </summary>
    public Answer<Candidate> Find(string vacancy, string candidate, DateTimeOffset? knownAt) =>
        Find(vacancy, knownAt).Refusal is { } unknown ? unknown
        : Candidates.TryGetValue(candidate, out var found) && found.Recorded.IsKnownAt(knownAt) ? found
        : new CandidateUnknown(vacancy, candidate);

    /// <summary>Applies one entry and returns the new slate.</summary>
    public static Slate Apply(Slate slate, Entry<SlateEvent> entry)
    {
        var stamp = Stamp.Of(entry);
        return entry.Event switch
        {
            VacancyOpened e => slate with { Vacancy = new(e.Vacancy, e.Post, e.Incumbent, e.FallsVacantOn, e.Source, e.Facts, stamp) },
            CandidateRegistered e => slate.With(new(e.Candidate, e.Name, e.Aliases, e.Nationality, e.Office, e.Facts, stamp, [])),
            CandidacyRecorded e => slate.With(slate.Candidates[e.Candidate]
                .Reach(new(e.Status, e.Date, e.Sourcing, e.Source, e.PresentedBy, "", stamp))),
            CandidateAppointed e => slate.With(slate.Candidates[e.Candidate]
                .Reach(new(CandidacyStatus.Appointed, e.DecidedOn, default, null, "", e.Selection, stamp))),
            AppointmentRevoked e => slate.With(slate.Candidates[e.Candidate].Revoke(new(e.Reason, stamp))),
            _ => throw new InvalidOperationException($"{entry.Event.GetType().Name} is not an event of the slate."),
        };
    }

    private Slate With(Candidate candidate) => this with { Candidates = Candidates.SetItem(candidate.Id, candidate) };
}
