using NatoServices.Consensus.Rules;
using NatoServices.Words;

namespace NatoServices.Rules.Tests.Standing;

/// <summary>A record kept in memory by the rules alone: decide, then apply.</summary>
public sealed class TestRecord
{
    public static Source Source { get; } = new(Citation: "a case");

    public Selection Selection { get; private set; } = Selection.Empty;

    public long Revision { get; private set; }

    public TestRecord Enter(Func<Selection, Decision<SelectionEvent>> decide, DateTimeOffset now)
    {
        var decision = decide(Selection);
        Assert.True(decision.Refusal is null, decision.Refusal is InvalidInput wrong ? string.Join("; ", wrong.Violations) : decision.Refusal?.Message);
        foreach (var entered in decision.Events)
            Selection = Selection.Apply(Selection, new(++Revision, now, "test", entered));
        return this;
    }
}
