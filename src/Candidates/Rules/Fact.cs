using NatoServices.Domain;

namespace NatoServices.Candidates.Rules;

/// <summary>One attributed statement about a person or a post.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Sourcing">On whose word it is known.</param>
/// <param name="Source">Where it is found.</param>
/// <param name="Date">When it was so or was stated; absent if not known.</param>
public sealed record Fact(string Text, Sourcing Sourcing, Source? Source, PartialDate Date)
{
    private const int MaxCount = 50;

    /// <summary>Notes what is wrong with a list of facts. Their dates may lie anywhere: a fact may speak of a plan or of a youth.</summary>
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
