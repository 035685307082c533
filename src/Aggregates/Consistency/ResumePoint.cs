namespace NatoServices.Aggregates;

/// <summary>What a watcher has already received when its watch begins. It is not sent again, nor anything older.</summary>
/// <param name="has">The token of the last message that the watcher received; a token without revisions if it received none.</param>
public sealed class ResumePoint(RevisionToken has)
{
    private const string Day = "day";

    /// <summary>For a watcher that has received nothing yet.</summary>
    public static ResumePoint FromStart { get; } = new(RevisionToken.Any);

    /// <summary>The revisions that the watcher has, without the day: the minimum for what is sent next.</summary>
    public RevisionToken AtLeast { get; } = new([.. RecordsOf(has)]);

    /// <summary>The day, as a part of the token of a watch of today: such a watch depends on the day as well as on the records.</summary>
    public static RevisionToken DayOf(DateOnly day) => RevisionToken.Of(Day, day.DayNumber);

    /// <summary>The records in a token: every stream in it except the day.</summary>
    public static IEnumerable<(string Stream, long Revision)> RecordsOf(RevisionToken token) => token.Revisions.Where(r => r.Stream != Day);

    /// <summary>Reads the field <c>resume_after</c> of a request and collects what is invalid in it.</summary>
    public static ResumePoint Of(Violations found, string resumeAfter)
    {
        var token = resumeAfter is "" ? RevisionToken.Any : RevisionToken.Parse(resumeAfter);
        found.Require(token is not null, "resume_after", "is not a revision token of this system");
        return new(token ?? RevisionToken.Any);
    }

    /// <summary>Whether a token is at least as new as what the watcher has.</summary>
    public bool Covers(RevisionToken token) => AtLeast.Revisions.All(r => token.Of(r.Stream) >= r.Revision);

    /// <summary>Whether the watcher has exactly the revisions in a token.</summary>
    public bool IsSame(RevisionToken token) => has.Revisions.Count > 0 && token.Revisions.All(r => has.Of(r.Stream) == r.Revision);
}
