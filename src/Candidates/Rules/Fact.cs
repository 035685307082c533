namespace NatoServices.Candidates.Rules;

/// <summary>A sourced statement about a person or a post, with the date when it was true or was stated; absent if not known.</summary>
public sealed record Fact(string Text, Sourcing Sourcing, Source? Source, PartialDate Date)
{
    private const int MaxCount = 50;

    /// <summary>Adds the violations of a list of facts. Their dates have no limits: a fact can be about a plan or about a youth.</summary>
    internal static void Check(Violations found, string field, IReadOnlyList<Fact> facts)
    {
        found.Require(facts.Count <= MaxCount, field, $"must have at most {MaxCount} items, has {facts.Count}");
        for (var i = 0; i < Math.Min(facts.Count, MaxCount); i++)
        {
            found.Text($"{field}[{i}].text", facts[i].Text);
            found.OneOf($"{field}[{i}].sourcing", facts[i].Sourcing);
            found.Source($"{field}[{i}].source", facts[i].Source);
            if (!facts[i].Date.IsAbsent) found.Date($"{field}[{i}].date", facts[i].Date);
        }
    }
}
