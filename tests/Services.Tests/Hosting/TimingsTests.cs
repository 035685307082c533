using Microsoft.Extensions.Configuration;
using NatoServices.ServiceDefaults;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>What may be said of how long a service waits.</summary>
public sealed class TimingsTests
{
    [Fact]
    public void What_no_setting_says_is_as_ever()
    {
        Assert.Equal(Timings.Default, Read());
        Assert.Equal(
            Timings.Default with { Lease = TimeSpan.FromSeconds(2), DueWork = new() { Lease = TimeSpan.FromMinutes(1) } },
            Read(("Timings:Lease", "00:00:02"), ("Timings:DueWork:Lease", "00:01:00")));
    }

    [Fact]
    public void Whatever_is_wrong_is_named_all_at_once()
    {
        var wrong = Assert.Throws<ArgumentException>(() => Read(
            ("Timings:Lease", "soon"), ("Timings:CacheRead", "-00:00:01"), ("Timings:WatchPoll", "0"), ("Timings:Leese", "00:00:01"),
            ("Timings:DueWork:PollInterval", ""), ("Timings:DueWork:Poll", "00:00:01"), ("Timings:LeaseRenewal", "00:00:01")));
        Assert.Equal(
            [
                "Timings:CacheRead must be a duration greater than zero such as 00:00:01.5, is '-00:00:01'",
                "Timings:Lease must be a duration greater than zero such as 00:00:01.5, is 'soon'",
                "Timings:LeaseRenewal is no setting", "Timings:Leese is no setting",
                "Timings:WatchPoll must be a duration greater than zero such as 00:00:01.5, is '0'",
                "Timings:DueWork:Poll is no setting",
                "Timings:DueWork:PollInterval must be a duration greater than zero such as 00:00:01.5, is ''.",
            ],
            wrong.Message.Split("; "));
    }

    private static Timings Read(params (string Key, string Value)[] settings) => Timings.Of(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
}
