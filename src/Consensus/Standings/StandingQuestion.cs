namespace NatoServices.Consensus.Standings;

/// <summary>
/// A request for a standing, without how fresh it must be: the key of cached replies. If the sourcing from which a position counts is
/// unspecified, the selection's rule says it.
/// </summary>
internal sealed record StandingQuestion(string Selection, string Candidate, DateOnly AsOf, DateTimeOffset? KnownAt, Sourcing CountsFrom);
