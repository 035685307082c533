using NatoServices.Aggregates;


namespace NatoServices.Services.Tests.Caching;

public sealed class PublishedHeadTests
{
    [Theory]
    // What has moved is told, whatever of the same stream follows before it could be: by the newest head.
    [InlineData("moved", "moved", "2 second")]
    [InlineData("moved", null, "2")]
    [InlineData(null, "moved", "2 second")]
    [InlineData(null, null, null)]
    public void A_newer_head_takes_its_place_and_its_news(string? first, string? second, string? told)
    {
        var before = new PublishedHead("1", first is null ? null : "1 first", null);
        var after = before.ReplacedBy(new("2", second is null ? null : "2 second", null));
        Assert.Equal(("2", told), (after.Text, after.Message));
    }
}
