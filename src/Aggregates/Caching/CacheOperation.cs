using System.Diagnostics;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>What is asked of the shared cache, as its span says it: <c>GET snapshot selection</c>.</summary>
/// <param name="Name">What it is to do.</param>
/// <param name="Key">Where, without what all keys of this system begin with.</param>
internal readonly record struct CacheOperation(string Name, string Key)
{
    public const string Redis = "redis";

    private const string Get = "GET";

    private bool IsLookUp => Name is Get;

    /// <summary>Looks something up, which is there or isn't.</summary>
    public static CacheOperation LookUp(string key) => new(Get, key);

    /// <summary>Its span; null if it belongs to none that is recorded: then nobody has to find a name for it.</summary>
    public Activity? Begin() => Activity.Current is { Recorded: true } ? Signals.Database(Redis, Name, CacheContent.Of(Key)) : null;

    /// <summary>Its span, where the caller goes on and others end it.</summary>
    public Activity? BeginAside()
    {
        var caller = Activity.Current;
        var span = Begin();
        Activity.Current = caller;
        return span;
    }

    /// <summary>Ends a span that was begun aside. It is no span of who ends it.</summary>
    public static void EndAside(Activity? span)
    {
        var ending = Activity.Current;
        span?.Stop();
        Activity.Current = ending;
    }

    /// <summary>It was answered.</summary>
    public void End(Activity? span, bool isFound)
    {
        if (IsLookUp) span?.SetTag("natoservices.cache.hit", isFound);
    }
}
