using NatoServices.Aggregates;


namespace NatoServices.Services.Tests.Telemetry;

/// <summary>How spans name what a key of the shared cache holds.</summary>
public sealed class CacheContentTests
{
    [Theory]
    [InlineData("members-v1:roster@7:0af7", "snapshot roster")]
    [InlineData("candidates-v2:slate/nato-2024@7:0af7", "snapshot slate")]
    [InlineData("consensus-v2:selection/nato-2024@7:0af7", "snapshot selection")]
    [InlineData("consensus-v13:selection/nato-2024@7:0af7", "snapshot selection")]
    [InlineData("roster-history-v1:roster@7:0af7", "upstream roster")]
    [InlineData("slate-history-v1:slate/nato-2024@7:0af7", "upstream slate")]
    [InlineData("vacancy-v1:selection/nato-2024@7:0af7", "vacancy selection")]
    [InlineData("standing-v2:selection/nato-2024@7:0af7:slate@3:roster@9:ada-north:20240222::5", "reply standing")]
    [InlineData("head:roster", "head roster")]
    [InlineData("head:roster/nato", "head roster")]
    [InlineData("head:selection/nato-2024", "head selection")]
    [InlineData("__MSFT_HCT__*", "invalidation")]
    public void A_key_says_what_it_holds_and_of_what(string key, string expected) => Assert.Equal(expected, CacheContent.Of(key));

    [Theory]
    [InlineData("secret:selection/nato-2024@7:0af7", null)]
    [InlineData("secret", null)]
    [InlineData("", null)]
    [InlineData("head:secret/x", "head")]
    [InlineData("consensus-v2:secret", "snapshot")]
    public void Of_a_key_that_nobody_here_writes_nothing_is_said(string key, string? expected) => Assert.Equal(expected, CacheContent.Of(key));
}
