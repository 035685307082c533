using System.Diagnostics;
using NatoServices.ServiceDefaults;

namespace NatoServices.Services.Tests.Telemetry;

/// <summary>What is taken out of a span before it is exported, whoever made it.</summary>
public sealed class DiscretionTests
{
    private const string Secret = "secret-9e1";

    [Fact]
    public void Of_what_a_driver_tells_neither_unknown_attributes_nor_the_words_of_a_failure_go_out()
    {
        using var source = new ActivitySource(TelemetryRedactor.Npgsql);
        using var listener = new ActivityListener
        {
            ShouldListenTo = of => of == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var discretion = new TelemetryRedactor();
        using var span = source.StartActivity("query", ActivityKind.Client)!;
        span.SetTag("db.system.name", "postgresql").SetTag("db.user", Secret).AddException(new InvalidOperationException(Secret));
        span.SetStatus(ActivityStatusCode.Error, Secret);

        discretion.OnEnd(span);

        Assert.Equal([new("db.system.name", "postgresql")], span.TagObjects);
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
        var said = Assert.Single(span.Events).Tags.ToDictionary();
        Assert.Equal("System.InvalidOperationException", said["exception.type"]);
        Assert.DoesNotContain(said.Values, value => $"{value}".Contains(Secret, StringComparison.Ordinal));
    }
}
