using NatoServices.Domain;

namespace NatoServices.Rules.Tests;

public sealed class DecisionTests
{
    private static readonly DateTimeOffset Noon = new(2024, 2, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_valid_before_a_moment_stays_so_when_nothing_is_wrong_with_the_request()
    {
        var joined = new Violations().Join(Ruling.Enter("a", "b").ValidBefore(Noon));
        Assert.Equal(Noon, joined.Before);
        Assert.Equal(["a", "b"], joined.Events);
    }

    [Fact]
    public void A_refusal_holds_at_any_moment()
    {
        Ruling<string> refused = new InvalidInput([]);
        Assert.Same(refused, refused.ValidBefore(Noon));
        Assert.Null(Ruling.Enter("a").Before);
    }
}
