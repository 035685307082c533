using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Type;

namespace NatoServices.Aggregates;

/// <summary>What every reading asks for: as of which day, known at which moment, how fresh, and which page.</summary>
/// <param name="AsOf">The day; today (UTC) if the request names none.</param>
/// <param name="KnownAt">Leaves out what was recorded after this moment; null for now.</param>
/// <param name="AtLeast">The minimum revisions of streams that the answer must have reached.</param>
/// <param name="Fully">Whether to ask the databases for the newest revisions.</param>
public sealed record Reading(DateOnly AsOf, DateTimeOffset? KnownAt, RevisionToken AtLeast, bool Fully)
{
    /// <summary>A reading of a day as known now, without a minimum revision.</summary>
    public static Reading Now(DateOnly day) => new(day, null, RevisionToken.Any, Fully: false);

    /// <summary>The day that the request names; null if it names none and means today.</summary>
    public DateOnly? NamedDay { get; init; }

    /// <summary>The page of a list.</summary>
    public Page Page { get; init; } = Page.First;

    /// <summary>What a watcher has already received.</summary>
    public ResumePoint Resume { get; init; } = ResumePoint.FromStart;

    /// <summary>
    /// Whether to read again, fully consistent, before this refusal goes out: nothing is refused because of cached data. If the refusal is
    /// <see cref="UpstreamUnavailable"/>, the owner is not asked again.
    /// </summary>
    public bool IsToBeRepeated(Refusal? refusal) => !Fully && refusal is not (null or UpstreamUnavailable);

    /// <summary>How fresh the reading requires a stream to be.</summary>
    public Freshness Of(string stream) => new(AtLeast.Of(stream), Fully);

    /// <summary>
    /// Reads the shared fields that the request type has, and collects what is invalid in them; a field that it does not have counts as not
    /// set: <c>as_of</c>, <c>known_at</c>, <c>at_least_as_fresh</c>, <c>fully_consistent</c>, <c>page_size</c>, <c>page_token</c>,
    /// <c>resume_after</c>.
    /// </summary>
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
