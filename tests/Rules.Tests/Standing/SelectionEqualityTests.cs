using NatoServices.Consensus.Rules;
using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

public sealed class SelectionEqualityTests
{
    [Fact]
    public void What_was_read_of_a_selection_makes_no_difference_to_what_it_equals()
    {
        var position = new Position(
            "x", "DEU", Stance.Supports, [], Sourcing.Named, new("", "a paper", ""), PartialDate.Of(new(2024, 2, 22)), new(1, default, "ann"));
        var read = Selection.Empty with { Positions = Selection.Empty.Positions.Add(position) };
        var unread = read with { };
        _ = Standing.Of(read, new("x", "X", []), CrowdedRecords.Roster, new(2024, 2, 22), null, read.Rule);
        Assert.Equal(unread, read);
        Assert.NotEqual(Selection.Empty, read);
    }
}
