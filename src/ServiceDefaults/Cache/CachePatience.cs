using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using StackExchange.Redis;

namespace NatoServices.ServiceDefaults.Cache;

/// <summary>
/// How long anything waits for the shared cache: whatever is asked of it can be had without it. After it has failed twice it is left
/// alone for a second, so that few wait for one that hangs. Counted by the machine's own clock, whatever time it is for the rules.
/// </summary>
internal sealed class CachePatience
{
    /// <summary>The longest wait for a word, such as how far a stream has come.</summary>
    public static readonly TimeSpan ForWord = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait for a snapshot, which may be large, and whose making takes longer.</summary>
    public static readonly TimeSpan ForSnapshot = TimeSpan.FromSeconds(1);

    private readonly ResiliencePipeline breaker = new ResiliencePipelineBuilder()
        .AddCircuitBreaker(new()
        {
            MinimumThroughput = 2,
            FailureRatio = 0.5,
            SamplingDuration = TimeSpan.FromSeconds(5),
            BreakDuration = TimeSpan.FromSeconds(1),
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsAway),
        })
        .Build();

    /// <summary>Asks, and goes without after a while.</summary>
    /// <param name="longest">How long to wait.</param>
    /// <param name="ask">Asks; what it answers after that is lost.</param>
    /// <param name="cancellation">Ends the waiting: by an exception, if the caller ends it.</param>
    /// <returns>The answer; default if the cache is away.</returns>
    public async Task<T?> TryAsync<T>(TimeSpan longest, Func<Task<T>> ask, CancellationToken cancellation = default)
    {
        try
        {
            return await breaker.ExecuteAsync(async ct => await ask().WaitAsync(longest, ct), cancellation);
        }
        catch (Exception away) when (IsAway(away) || away is BrokenCircuitException)
        {
            return default;
        }
    }

    private static bool IsAway(Exception failure) => failure is RedisException or TimeoutException or ObjectDisposedException or TimeoutRejectedException;
}
