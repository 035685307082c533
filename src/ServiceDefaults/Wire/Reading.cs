using Google.Protobuf.WellKnownTypes;
using Google.Type;
using NatoServices.Journal;
using NatoServices.Words;

namespace NatoServices.ServiceDefaults;

/// <summary>As of which day, as known when, and how fresh: what a reading asks for.</summary>
/// <param name="AsOf">The day; today (UTC) unless the request says otherwise.</param>
/// <param name="KnownAt">The moment of knowledge; null for now.</param>
/// <param name="AtLeast">What the answer must not be older than.</param>
/// <param name="Fully">Whether the databases are asked for the newest there is.</param>
public sealed record Reading(DateOnly AsOf, DateTimeOffset? KnownAt, RevisionToken AtLeast, bool Fully)
{
    /// <summary>How fresh it wants a stream to be.</summary>
    public Freshness Of(string stream) => new(AtLeast.Of(stream), Fully);

    /// <summary>
    /// Reads it from a request's fields <c>as_of</c>, <c>known_at</c>, <c>at_least_as_fresh</c> and <c>fully_consistent</c>, noting what
    /// is wrong with them.
    /// </summary>
    public static Reading Of(Violations found, DateTimeOffset now, Date? asOf, Timestamp? knownAt, string atLeast, bool fully)
    {
        var day = asOf.ToPartialDate();
        found.Require(day.IsAbsent || day.IsFull, "as_of", "must be a full date: year, month and day");

        var known = RecordWire.MomentOf(found, "known_at", knownAt);
        found.Require(known is null || known <= now, "known_at", "lies in the future");

        var token = atLeast is "" ? RevisionToken.Any : RevisionToken.Parse(atLeast);
        found.Require(token is not null, "at_least_as_fresh", "is not a revision token of this system");

        return new(day.IsFull ? day.FirstDay : Today.Utc(now), known, token ?? RevisionToken.Any, fully);
    }
}
