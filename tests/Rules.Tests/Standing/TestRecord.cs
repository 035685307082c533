using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

/// <summary>The record of a selection in nothing but memory; what is entered must be accepted.</summary>
internal sealed class TestRecord
{
    private readonly Pen<Selection, SelectionEvent> pen = new(Selection.Empty, Selection.Apply);

    public static Source Source { get; } = new(Citation: "a case");

    public Selection Selection => pen.State;

    public long Revision => pen.Revision;

    public TestRecord Enter(Func<Selection, Ruling<SelectionEvent>> decide, DateTimeOffset now)
    {
        var refusal = pen.Enter((selection, _) => decide(selection), now);
        Assert.True(refusal is null, refusal is InvalidInput wrong ? string.Join("; ", wrong.Violations) : refusal?.Message);
        return this;
    }
}
