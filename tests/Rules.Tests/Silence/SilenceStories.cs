using CsCheck;
using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>Stories in which everything may happen to a selection.</summary>
internal static class SilenceStories
{
    private static readonly Gen<Rule> Rules = Gen.Select(Gen.OneOf(Sourcing.Delegation, Sourcing.Unnamed), Gen.Bool, (from, own) => new Rule(from, own));

    private static readonly Gen<(Rule Rule, SilenceMove[] Moves)> Told = Gen.Select(Rules, SilenceMoves.Any);

    /// <summary>Holds a law against stories.</summary>
    public static void All(Action<SilenceStory> holds, long iter = 250) => Told.Sample(
        told => holds(new(told.Rule, told.Moves)), iter: iter,
        print: told => $"{told.Rule}\n{string.Join('\n', (object[])told.Moves)}");

    /// <summary>Holds a law against everything that happens in stories.</summary>
    public static void Each(Action<Happening> holds, long iter = 250) => All(story =>
    {
        foreach (var happening in story.Happenings) holds(happening);
    }, iter);
}
