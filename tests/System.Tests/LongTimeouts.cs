namespace NatoServices.System.Tests;

/// <summary>Settings by which no answer comes too late for a service: how long it takes changes nothing.</summary>
internal static class LongTimeouts
{
    private static readonly string[] OfServices = ["LastKnownAfter", "CallDeadline", "Connect", "PingAnswer", "BreakSilenceRoster", "WatchDrain"];

    /// <summary>For calls among services; the cache is given up as usual.</summary>
    public static IReadOnlyList<string> AmongServices { get; } = [.. OfServices.Select(Setting)];

    /// <summary>For the cache too.</summary>
    public static IReadOnlyList<string> WithCache { get; } = [.. AmongServices, Setting("CacheLookup"), Setting("CacheRead")];

    private static string Setting(string timeout) => $"--Timings:{timeout}={Waiting.Longest}";
}
