using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace NatoServices.Aggregates;

/// <summary>
/// The circuit breaker of the shared cache, with timeouts: whatever is in the cache can be had without it. After two failures in a row the
/// circuit opens: then one caller a second tries the cache. If that try fails as well, the operator is told. Uses the machine's clock, not
/// the clock of the rules.
/// </summary>
internal sealed class CacheCircuitBreaker(DependencyHealth presence, Timings timings, [FromKeyedServices(Clocks.Machine)] TimeProvider machine)
{
    private const int Enough = 2;

    public Timings Timings => timings;

    private readonly Lock failing = new();

    private int failures;

    private long failedAt;

    private long triedAt;

    /// <summary>Runs an operation on the cache. Its result is dropped if it comes after the timeout.</summary>
    /// <returns>The result; default if the cache is unavailable or the circuit is open.</returns>
    public async Task<T?> TryAsync<T>(CacheOperation operation, TimeSpan longest, Func<Task<T>> ask, CancellationToken cancellation = default)
    {
        if (!MayTry()) return default;
        using var span = operation.Begin();
        var begun = machine.GetTimestamp();
        try
        {
            var answer = await ask().WaitAsync(longest, machine, cancellation);
            if (Volatile.Read(ref failures) != 0) Volatile.Write(ref failures, 0);
            presence.IsBack(CacheOperation.Redis);
            operation.End(span, isFound: answer is not null);
            return answer;
        }
        catch (Exception away) when (away is RedisException or TimeoutException or ObjectDisposedException)
        {
            span.Fail(away);
            if (Count(begun) > Enough) presence.IsAway(CacheOperation.Redis);
            return default;
        }
    }

    /// <summary>Operations that ran at the same time and failed together count as one failure.</summary>
    private int Count(long begun)
    {
        lock (failing)
        {
            if (failures > 0 && begun < failedAt) return failures;
            failedAt = machine.GetTimestamp();
            if (++failures == Enough) Volatile.Write(ref triedAt, failedAt);
            return failures;
        }
    }

    private bool MayTry()
    {
        if (Volatile.Read(ref failures) < Enough) return true;
        var (last, now) = (Volatile.Read(ref triedAt), machine.GetTimestamp());
        return machine.GetElapsedTime(last, now) >= timings.CacheRetry && Interlocked.CompareExchange(ref triedAt, now, last) == last;
    }
}
