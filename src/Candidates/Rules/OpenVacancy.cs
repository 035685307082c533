namespace NatoServices.Candidates.Rules;

/// <summary>Command to open a vacancy.</summary>
public sealed record OpenVacancy(
    string VacancyId, string Post, Incumbent? Incumbent, PartialDate FallsVacantOn, Source? Source, IReadOnlyList<Fact> Facts)
{
    /// <summary>Leaves room for a hyphen and the year, so that a long post is cut and the year never is.</summary>
    private const int PostLength = 58;

    /// <summary>The given id, or one made from the post and the year. Empty if no id can be made from the post.</summary>
    public string Id => VacancyId is not "" ? VacancyId
        : Ids.From(Post) is { Length: > 0 } post ? Ids.From($"{post[..Math.Min(post.Length, PostLength)]} {FallsVacantOn.Year}")
        : "";
}

public sealed partial record Slate
{
    /// <summary>Opens a vacancy.</summary>
    public Ruling<SlateEvent> Decide(OpenVacancy command, DateTimeOffset now)
    {
        var found = new Violations();
        if (command.VacancyId is not "") found.Id("vacancy_id", command.VacancyId);
        else if (!string.IsNullOrWhiteSpace(command.Post))
            found.Require(command.Id is not "", "vacancy_id", "is required, because none can be made from the post");
        found.Text("post", command.Post, Violations.NameLength);
        if (command.Incumbent is { } incumbent)
        {
            found.Text("incumbent.name", incumbent.Name, Violations.NameLength);
            if (!incumbent.Since.IsAbsent) found.PastDate("incumbent.since", incumbent.Since, now);
        }
        if (found.Date("falls_vacant_on", command.FallsVacantOn) && command.Incumbent?.Since is { IsValid: true } since)
            found.Require(command.FallsVacantOn.LastDay > since.FirstDay, "falls_vacant_on",
                $"{command.FallsVacantOn} is not after {since}, when the incumbent took office");
        found.Source("source", command.Source);
        Fact.Check(found, "facts", command.Facts);
        if (found.Any) return found.ToRefusal();
        if (Vacancy is not null) return new VacancyAlreadyOpen(Vacancy.Id);
        return new VacancyOpened(command.Id, command.Post, command.Incumbent, command.FallsVacantOn, command.Source!, command.Facts);
    }
}
