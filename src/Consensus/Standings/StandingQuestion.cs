using NatoServices.Domain;

namespace NatoServices.Consensus.Standings;

/// <summary>What a reading of a standing asks, but for how fresh it has to be.</summary>
/// <param name="Selection">The selection's id.</param>
/// <param name="Candidate">The candidate's id.</param>
/// <param name="AsOf">The day.</param>
/// <param name="KnownAt">The moment of knowledge; null for now.</param>
/// <param name="CountsFrom">Reads the record as if the rule said this; unspecified: as it says.</param>
internal sealed record StandingQuestion(string Selection, string Candidate, DateOnly AsOf, DateTimeOffset? KnownAt, Sourcing CountsFrom);
