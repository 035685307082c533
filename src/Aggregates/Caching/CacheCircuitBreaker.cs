using NatoServices.Journal;
using NatoServices.ServiceDefaults;
using StackExchange.Redis;

namespace NatoServices.Aggregates;

/// <summary>
/// How long anything waits for the shared cache: whatever is asked of it can be had without it. When it has failed twice in a row, it is
/// left alone; one caller a second tries whether it is back, and if it isn't the operator is told. Counted by the machine's own clock,
/// whatever time it is for the rules.
/// </summary>
/// <param name="presence">Tells the operator.</param>
/// <param name="machine">The machine's clock.</param>
internal sealed class CacheCircuitBreaker(DependencyHealth presence, TimeProvider machine)
{
    /// <summary>The longest wait for a word, such as how far a stream has come.</summary>
    public static readonly TimeSpan ForWord = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait for a snapshot, which may be large, and whose making takes longer.</summary>
    public static readonly TimeSpan ForSnapshot = TimeSpan.FromSeconds(1);

    private const int Enough = 2;

    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(1);

    private readonly Lock failing = new();

    private int failures;

    private long failedAt;

    private long triedAt;

    /// <summary>Asks, and goes without after a while.</summary>
    /// <param name="operation">What is asked of it, for its span.</param>
    /// <param name="longest">How long to wait.</param>
    /// <param name="ask">Asks; what it answers after that is lost.</param>
    /// <param name="cancellation">Ends the waiting: by an exception, if the caller ends it.</param>
    /// <returns>The answer; default if the cache is away.</returns>
    public async Task<T?> TryAsync<T>(CacheOperation operation, TimeSpan longest, Func<Task<T>> ask, CancellationToken cancellation = default)
    {
        if (!MayTry()) return default;
        using var span = operation.Begin();
        var begun = machine.GetTimestamp();
        try
        {
            var answer = await ask().WaitAsync(longest, cancellation);
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

    /// <summary>Those that were under way at the same time have failed together, and count as one.</summary>
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
        return machine.GetElapsedTime(last, now) >= LeftAlone && Interlocked.CompareExchange(ref triedAt, now, last) == last;
    }
}
