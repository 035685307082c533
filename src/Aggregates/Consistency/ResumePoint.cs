using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>What a watcher has already when it begins; nothing older comes, nor the same again.</summary>
/// <param name="has">The token of the last message that it got; one that speaks of nothing if it got none.</param>
public sealed class ResumePoint(RevisionToken has)
{
    private const string Day = "day";

    /// <summary>The watcher has nothing yet.</summary>
    public static ResumePoint FromStart { get; } = new(RevisionToken.Any);

    /// <summary>What the watcher has, but for the day: nothing older may come.</summary>
    public RevisionToken AtLeast { get; } = new([.. RecordsOf(has)]);

    /// <summary>What a watch of today rests on besides the records: the day.</summary>
    public static RevisionToken DayOf(DateOnly day) => RevisionToken.Of(Day, day.DayNumber);

    /// <summary>The records that a token speaks of: all but the day.</summary>
    public static IEnumerable<(string Stream, long Revision)> RecordsOf(RevisionToken token) => token.Revisions.Where(r => r.Stream != Day);

    /// <summary>Reads it from a request's field <c>resume_after</c>, noting what is wrong with it.</summary>
    public static ResumePoint Of(Violations found, string resumeAfter)
    {
        var token = resumeAfter is "" ? RevisionToken.Any : RevisionToken.Parse(resumeAfter);
        found.Require(token is not null, "resume_after", "is not a revision token of this system");
        return new(token ?? RevisionToken.Any);
    }

    /// <summary>Whether nothing that the watcher has is newer than a token.</summary>
    public bool Covers(RevisionToken token) => AtLeast.Revisions.All(r => token.Of(r.Stream) >= r.Revision);

    /// <summary>Whether the watcher has exactly what a token speaks of.</summary>
    public bool IsSame(RevisionToken token) => has.Revisions.Count > 0 && token.Revisions.All(r => has.Of(r.Stream) == r.Revision);
}
