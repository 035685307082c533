using System.Diagnostics;

namespace NatoServices.Aggregates;

/// <summary>
/// An operation on the shared cache, as named in its span: <c>GET snapshot selection</c>. The key is without the prefix of this system.
/// </summary>
internal readonly record struct CacheOperation(string Name, string Key)
{
    public const string Redis = "redis";

    private const string Get = "GET";

    private bool IsLookUp => Name is Get;

    /// <summary>An operation whose span records whether it found something.</summary>
    public static CacheOperation LookUp(string key) => new(Get, key);

    /// <summary>Starts its span; null if the current span is not recorded, which saves naming the content.</summary>
    public Activity? Begin() => Activity.Current is { Recorded: true } ? Signals.Database(Redis, Name, CacheContent.Of(Key)) : null;

    /// <summary>Starts its span without making it current, for an operation that ends on another thread.</summary>
    public Activity? BeginAside()
    {
        var caller = Activity.Current;
        var span = Begin();
        Activity.Current = caller;
        return span;
    }

    /// <summary>Ends a span that was started by <see cref="BeginAside"/>, without changing the current span.</summary>
    public static void EndAside(Activity? span)
    {
        var ending = Activity.Current;
        span?.Stop();
        Activity.Current = ending;
    }

    public void End(Activity? span, bool isFound)
    {
        if (IsLookUp) span?.SetTag("natoservices.cache.hit", isFound);
    }
}
