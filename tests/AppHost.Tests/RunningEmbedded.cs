using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace NatoServices.AppHost.Tests;

/// <summary>The system with nothing but the SDK, and what its dashboard shows.</summary>
[Collection(RunningSystem.OneAtATime)]
public sealed class RunningEmbedded(EmbeddedSystem embedded) : IClassFixture<EmbeddedSystem>
{
    private const string Selection = "/v1/selections/nato-secretary-general-2024";

    private readonly RunningSystem system = embedded.Running;

    [Fact]
    public async Task It_answers_the_standing_of_the_reported_case() => Assert.Equal(4, await system.SupportersAsync());

    [Fact]
    public async Task The_dashboard_verifies_the_records()
    {
        var verified = await system.CommandAsync("consensus-journal", "verify-records");
        Assert.True(verified.Success, verified.Message);
        Assert.Contains("nato-secretary-general-2024: holds", verified.Data!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_opens_the_dashboard_of_a_fresh_start_sees_the_loading_as_one_span_and_at_most_a_handful_of_others()
    {
        var loading = Assert.Single(embedded.Fresh, span => span.Name == "load case nato-secretary-general-2024");
        Assert.Equal("seed", loading.Resource);
        Assert.Equal("457", loading.Attributes["natoservices.case.recorded"]);
        Assert.InRange(embedded.Fresh.Count, 1, 10);
    }

    [Fact]
    public async Task One_write_is_one_trace_over_three_services_the_cache_and_the_database_and_its_log_lines_carry_it()
    {
        var trace = NewTrace();
        using var consensus = system.ClientOf("consensus");
        consensus.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-00000000000000aa-01");
        using var opened = await consensus.PostAsJsonAsync(
            $"{Selection}/silences",
            new { candidate = "mark-rutte", text = "Mark Rutte is appointed.", duration = "3600s", requestId = "apphost-1" }, system.Cancellation);
        opened.EnsureSuccessStatusCode();
        var silence = (await opened.Content.ReadFromJsonAsync<JsonElement>(system.Cancellation)).GetProperty("silence").GetProperty("id").GetString();

        var spans = await embedded.Telemetry.TraceAsync(
            trace,
            span => span.Resource == "consensus" && span.Name == "POST /v1/selections/{selection}/silences",
            span => span.Resource == "candidates" && span.Name.StartsWith("nato.candidates.v1.Candidates/", StringComparison.Ordinal),
            span => span.Resource == "members" && span.Name.StartsWith("nato.members.v1.Members/", StringComparison.Ordinal),
            span => span.Attributes.TryGetValue("db.system.name", out var store) && store == "redis",
            span => span.Attributes.TryGetValue("db.system.name", out var store) && store == "sqlite");
        Assert.DoesNotContain(spans, span => span.Failed);
        Assert.Equal(trace, await embedded.Telemetry.TraceOfLineAsync($"Silence {silence} of "));
    }

    [Fact]
    public async Task A_failed_call_looks_like_one()
    {
        var trace = NewTrace();
        Assert.True((await system.CommandAsync("members", "stop")).Success);
        using var consensus = system.ClientOf("consensus");
        consensus.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-00000000000000aa-01");
        // Australia is no member, but nothing is refused on what is remembered: the roster has to be asked for.
        using var failed = await consensus.PostAsJsonAsync(
            $"{Selection}/positions",
            new
            {
                candidate = "mark-rutte",
                member = "AUS",
                stance = "STANCE_SUPPORTS",
                sourcing = "SOURCING_ASSESSMENT",
                source = new { citation = "example" },
                takenOn = new { year = 2024, month = 2, day = 22 },
            },
            system.Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);

        var spans = await embedded.Telemetry.TraceAsync(
            trace,
            span => span is { Resource: "consensus", Failed: true } && span.Name.StartsWith("POST /v1/selections/", StringComparison.Ordinal),
            span => span is { Resource: "consensus", Failed: true } && span.Name.StartsWith("nato.members.v1.Members/", StringComparison.Ordinal));
        Assert.All(spans.Where(span => span.Failed), span => Assert.NotEmpty(span.Attributes["error.type"]));

        Assert.True((await system.CommandAsync("members", "start")).Success);
        await system.Notifications.WaitForResourceHealthyAsync("members", system.Cancellation);
    }

    private static string NewTrace() => Guid.NewGuid().ToString("N");
}
