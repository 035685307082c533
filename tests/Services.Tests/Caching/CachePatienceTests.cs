using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NatoServices.Aggregates;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Telemetry;

namespace NatoServices.Services.Tests.Caching;

/// <summary>When the shared cache is left alone, and when the operator hears of it.</summary>
public sealed class CachePatienceTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider machine = new();

    private readonly Notes notes = new();

    private readonly ILoggerFactory logging;

    private readonly CacheCircuitBreaker patience;

    public CachePatienceTests()
    {
        logging = LoggerFactory.Create(builder => builder.AddProvider(notes));
        patience = new(new(logging.CreateLogger<DependencyHealth>()), Timings.Default, machine);
    }

    public void Dispose()
    {
        logging.Dispose();
        notes.Dispose();
    }

    [Fact]
    public async Task Calls_that_fail_together_have_failed_once()
    {
        var hanging = new TaskCompletionSource<string>();
        var together = Enumerable.Range(0, 8).Select(_ => patience.TryAsync(CacheOperation.LookUp("head:roster"), Longest, () => hanging.Task)).ToList();
        machine.Advance(TimeSpan.FromMilliseconds(250));
        hanging.SetException(new TimeoutException());
        Assert.All(await Task.WhenAll(together), Assert.Null);

        Assert.True(await IsAskedAsync(answers: true));
        Assert.Empty(notes.Lines);
    }

    [Fact]
    public async Task After_two_failures_in_a_row_it_is_left_alone_for_a_second_and_told_lost_if_it_is_not_back_then()
    {
        Assert.Equal((true, true, false), (await IsAskedAsync(false), await IsAskedAsync(false), await IsAskedAsync(false)));
        Assert.Empty(notes.Lines);
        machine.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((true, false), (await IsAskedAsync(false), await IsAskedAsync(false)));
        Assert.Equal(["Warning: Lost: redis: it does not answer"], notes.Lines);

        machine.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((true, true), (await IsAskedAsync(true), await IsAskedAsync(true)));
        Assert.Equal("Information: Back: redis answers again.", notes.Lines.Last());
        Assert.Equal(2, notes.Lines.Count);
    }

    [Fact]
    public async Task A_hiccup_is_told_nobody()
    {
        await IsAskedAsync(false);
        await IsAskedAsync(false);
        machine.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await IsAskedAsync(true));
        Assert.Empty(notes.Lines);
    }

    private async Task<bool> IsAskedAsync(bool answers)
    {
        var isAsked = false;
        var answer = await patience.TryAsync(CacheOperation.LookUp("head:roster"), Longest, () =>
        {
            isAsked = true;
            return answers ? Task.FromResult("answer") : Task.FromException<string>(new TimeoutException());
        });
        Assert.Equal(isAsked && answers ? "answer" : null, answer);
        return isAsked;
    }
}
