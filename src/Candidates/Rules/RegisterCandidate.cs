namespace NatoServices.Candidates.Rules;

/// <summary>Command to put a person on the slate.</summary>
public sealed record RegisterCandidate(
    string Vacancy, string CandidateId, string Name, IReadOnlyList<string> Aliases, string Nationality, string Office, IReadOnlyList<Fact> Facts)
{
    /// <summary>The given id, or one made from the name. Empty if no id can be made from the name.</summary>
    public string Id => CandidateId is not "" ? CandidateId : Ids.From(Name);

    /// <summary>Whether the decision needs the roster.</summary>
    public bool AsksRoster => CountryCodes.IsAssigned(Nationality);
}

public sealed partial record Slate
{
    private const int MaxAliases = 20;

    /// <summary>Puts a person on the slate. If the roster is null, the nationality is not checked against it.</summary>
    public Ruling<SlateEvent> Decide(RegisterCandidate command, Roster? roster)
    {
        var found = new Violations();
        found.Id("vacancy", command.Vacancy);
        if (command.CandidateId is not "") found.Id("candidate_id", command.CandidateId);
        else if (!string.IsNullOrWhiteSpace(command.Name))
            found.Require(command.Id is not "", "candidate_id", "is required, because none can be made from the name");
        found.Text("name", command.Name, Violations.NameLength);
        found.Texts("aliases", command.Aliases, MaxAliases, Violations.NameLength);
        found.MemberCode("nationality", command.Nationality);
        if (roster is not null)
            found.Require(roster.Find(command.Nationality) is not null, "nationality", $"{command.Nationality} is not on the roster");
        found.OptionalText("office", command.Office, Violations.NameLength);
        Fact.Check(found, "facts", command.Facts);
        if (found.Any) return found.ToRefusal();
        if (Closed(command.Vacancy) is { } closed) return closed;
        if (Candidates.ContainsKey(command.Id)) return new CandidateAlreadyRegistered(command.Vacancy, command.Id);
        return new CandidateRegistered(command.Id, command.Name, command.Aliases, command.Nationality, command.Office, command.Facts);
    }
}
