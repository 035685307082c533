using NatoServices.Domain;

namespace NatoServices.Consensus.Standings;

/// <summary>A request for a standing, without how fresh it must be. The key of cached replies.</summary>
/// <param name="Selection">The selection's id.</param>
/// <param name="Candidate">The candidate's id.</param>
/// <param name="AsOf">The day.</param>
/// <param name="KnownAt">Leaves out what was recorded after this moment; null for now.</param>
/// <param name="CountsFrom">
/// Overrides the selection's rule for the sourcing from which a position counts; unspecified: the rule as recorded.
/// </param>
internal sealed record StandingQuestion(string Selection, string Candidate, DateOnly AsOf, DateTimeOffset? KnownAt, Sourcing CountsFrom);
