using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>As of which day, as known when, how fresh, and which page: what any reading asks for.</summary>
/// <param name="AsOf">The day; today (UTC) unless the request says otherwise.</param>
/// <param name="KnownAt">The moment of knowledge; null for now.</param>
/// <param name="AtLeast">What the answer must not be older than.</param>
/// <param name="Fully">Whether the databases are asked for the newest there is.</param>
public sealed record Reading(DateOnly AsOf, DateTimeOffset? KnownAt, RevisionToken AtLeast, bool Fully)
{
    /// <summary>What is known now of a day, with no demand on how fresh it is.</summary>
    public static Reading Now(DateOnly day) => new(day, null, RevisionToken.Any, Fully: false);

    /// <summary>The day that the request names; null if it names none, and so means today.</summary>
    public DateOnly? NamedDay { get; init; }

    /// <summary>The page of a list.</summary>
    public Page Page { get; init; } = Page.First;

    /// <summary>What a watcher has already.</summary>
    public ResumePoint Resume { get; init; } = ResumePoint.FromStart;

    /// <summary>
    /// Whether to read once more, from the owners, before this refusal goes out: nothing is refused on what is cached. An owner that does
    /// not answer is not asked again.
    /// </summary>
    public bool IsToBeRepeated(Refusal? refusal) => !Fully && refusal is not (null or UpstreamUnavailable);

    /// <summary>How fresh it wants a stream to be.</summary>
    public Freshness Of(string stream) => new(AtLeast.Of(stream), Fully);

    /// <summary>
    /// Reads it from those of the shared fields that a request has, absent ones as if not set: <c>as_of</c>, <c>known_at</c>,
    /// <c>at_least_as_fresh</c>, <c>fully_consistent</c>, <c>page_size</c>, <c>page_token</c>, <c>resume_after</c>.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="violations">Takes what is wrong with these fields.</param>
    /// <param name="now">The moment of the request.</param>
    /// <param name="isPageKey">Whether this can be a key of the list that is read in pages.</param>
    public static Reading Of(IMessage request, Violations violations, DateTimeOffset now, Func<string, bool> isPageKey)
    {
        var resume = ResumePoint.Of(violations, Field(request, "resume_after", ""));
        var day = Field<Date?>(request, "as_of", null).ToPartialDate();
        violations.Require(day.IsAbsent || day.IsFull, "as_of", "must be a full date: year, month and day");

        var known = RecordWire.MomentOf(violations, "known_at", Field<Timestamp?>(request, "known_at", null));
        violations.Require(known is null || known <= now, "known_at", "lies in the future");

        var text = Field(request, "at_least_as_fresh", "");
        var token = text is "" ? resume.AtLeast : RevisionToken.Parse(text);
        violations.Require(token is not null, "at_least_as_fresh", "is not a revision token of this system");

        var page = Page.Of(violations, Field(request, "page_size", 0), Field(request, "page_token", ""), isPageKey);
        return new(day.IsFull ? day.FirstDay : Today.Utc(now), known, token ?? RevisionToken.Any, Field(request, "fully_consistent", false))
        {
            NamedDay = day.IsFull ? day.FirstDay : null,
            Page = page,
            Resume = resume,
        };
    }

    private static T Field<T>(IMessage request, string name, T absent) =>
        request.Descriptor.FindFieldByName(name) is { } field ? (T)field.Accessor.GetValue(request) : absent;
}
