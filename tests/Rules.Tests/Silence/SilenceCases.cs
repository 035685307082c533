using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>The cases of silence-cases.yaml, entered through the rules themselves.</summary>
public sealed class SilenceCases
{
    public static IEnumerable<object[]> Cases => SilenceCase.ReadAll().Select(c => (object[])[c.Case]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Silence_and_decisions_come_out_as_the_case_says(string name)
    {
        var given = SilenceCase.ReadAll().Single(c => c.Case == name);
        var pen = new Pen<Selection, SelectionEvent>(Selection.Empty, Selection.Apply);
        List<CandidacyStep> candidacy = [new(CandidacyStatus.Declared, new(2003), Sourcing.Named, TestRecord.Source, "")];
        var facts = new Facts(given.Roster, new("post", new(2000), false, "the post"), new("x", "X", candidacy));
        pen.Enter((s, _) => s.Decide(new OpenSelection("s", "post", new(Sourcing.Unnamed, false), facts.Vacancy)), given.Steps[0].Moment);

        foreach (var step in given.Steps)
        {
            if (step.Withdraws) candidacy.Add(new(CandidacyStatus.Withdrawn, PartialDate.Of(Today.Utc(step.Moment)), Sourcing.Named, TestRecord.Source, ""));
            foreach (var command in step.Commands(pen.State))
            {
                var refusal = pen.Enter((s, now) => SilenceStory.Decide(s, command, facts, now), step.Moment);
                Assert.Equal((step.At, step.Refused), (step.At, refusal?.GetType().Name));
                if (step.By is not null) Assert.Equal(step.By, refusal!.Metadata["members"]);
            }
        }

        Assert.Equal(given.Silences, pen.State.Silences.Select(s => SilenceTold.Name(s.StateAt(null))));
        if (given.BrokenBy.Count > 0) Assert.Equal(given.BrokenBy, pen.State.Silences.SelectMany(s => s.Breaks).Select(b => b.Member));
        Assert.Equal(given.Decided, pen.State.Decisions.Select(d => d.Taken).Select(d =>
            $"{d.Kind.ToString().ToUpperInvariant()} {d.DecidedOn:yyyy-MM-dd} by {d.Electorate.Length} late {d.LateBy}"));
    }
}
