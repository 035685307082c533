using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// All timeouts, intervals and lifetimes of a service; the section <c>Timings</c> of its settings. The tests and the promises in the
/// contracts rely on the default values.
/// </summary>
public sealed record Timings
{
    private const string Section = "Timings";

    /// <summary>The default values.</summary>
    public static Timings Default { get; } = new();

    /// <summary>
    /// How long the newest revision of a stream is used after a lookup. A reading without a freshness demand is stale by at most twice
    /// this, plus the difference of the machines' clocks.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The age at which a head is looked up again in the background, so that readings never wait for it: 80 % of the lease.
    /// </summary>
    public TimeSpan LeaseRenewal => Lease * 0.8;

    /// <summary>Timeout for looking up the newest revision of a stream in the shared cache.</summary>
    public TimeSpan CacheLookup { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Timeout for other operations on the shared cache, such as reading a snapshot or a reply, which may be large.</summary>
    public TimeSpan CacheRead { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Interval between attempts to reach a shared cache that failed.</summary>
    public TimeSpan CacheRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the shared cache keeps snapshots, and the newest revisions of streams.</summary>
    public TimeSpan CachedSnapshots { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long the shared cache keeps replies.</summary>
    public TimeSpan CachedReplies { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a reading waits for another service before it uses the last known state.</summary>
    public TimeSpan LastKnownAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The deadline of a call to another service, including retries.</summary>
    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first back-off before a call to another service is retried; it doubles with each attempt.</summary>
    public TimeSpan CallRetry { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The maximum back-off before a call to another service is retried.</summary>
    public TimeSpan MaxCallRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Timeout for connecting to another service.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a connection to another service may be silent before a ping is sent. A machine that disappears does not close its
    /// connections.
    /// </summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Timeout for the answer to a ping.</summary>
    public TimeSpan PingAnswer { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Interval between attempts to use a journal that failed.</summary>
    public TimeSpan JournalRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The timings of the worker for due work.</summary>
    public DueWorkTimings DueWork { get; init; } = new();

    /// <summary>The delay before due work that needs an unavailable service is tried again.</summary>
    public TimeSpan UpstreamRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The delay before due work that waits for the clock of another service is tried again.</summary>
    public TimeSpan ClockRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a running silence procedure checks whether its candidacy still stands.</summary>
    public TimeSpan SilenceCheck { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long breaking a silence waits for the roster from Members.</summary>
    public TimeSpan BreakSilenceRoster { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Polling interval of what is watched, in case a change is not announced.</summary>
    public TimeSpan WatchPoll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Minimum time between two messages of a watch; changes in between are skipped.</summary>
    public TimeSpan WatchPause { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Interval of heartbeats while nothing changes.</summary>
    public TimeSpan WatchHeartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a stopping process waits for a watcher to read its last message.</summary>
    public TimeSpan WatchDrain { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The deadline of a call that loads a case, including retries. It is long: nobody waits for such a call, and a system that has just
    /// started needs time.
    /// </summary>
    public TimeSpan LoadingCall { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The first back-off before a call that loads a case is retried; it doubles with each attempt.</summary>
    public TimeSpan LoadingRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The maximum back-off before a call that loads a case is retried.</summary>
    public TimeSpan MaxLoadingRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Timeout of the <c>health</c> command.</summary>
    public TimeSpan HealthProbe { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long Standalone may take to stop.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Reads the settings, such as <c>Timings:Lease=00:00:00.5</c> or <c>Timings:DueWork:Lease=00:00:10</c>.</summary>
    /// <exception cref="ArgumentException">Some are unknown, or no duration greater than zero: the message names every one.</exception>
    public static Timings Of(IConfiguration settings)
    {
        var section = settings.GetSection(Section);
        var wrong = WrongIn(section, typeof(Timings)).Concat(WrongIn(section.GetSection(nameof(DueWork)), typeof(DueWorkTimings))).ToList();
        if (wrong.Count > 0) throw new ArgumentException($"{string.Join("; ", wrong)}.");
        return section.Get<Timings>() ?? Default;
    }

    private static IEnumerable<string> WrongIn(IConfigurationSection section, Type type)
    {
        foreach (var setting in section.GetChildren())
        {
            var known = type.GetProperties().FirstOrDefault(p => p.CanWrite && p.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase));
            if (known is null) yield return $"{setting.Path} is no setting";
            else if (known.PropertyType == typeof(TimeSpan) && !IsDuration(setting.Value))
                yield return $"{setting.Path} must be a duration greater than zero such as 00:00:01.5, is '{setting.Value}'";
        }
    }

    private static bool IsDuration(string? text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) && duration > TimeSpan.Zero;
}

/// <summary>The two clocks of a service.</summary>
public static class Clocks
{
    /// <summary>
    /// The key of the machine's clock, for technical matters: timeouts, back-off, the circuit breaker. The <see cref="TimeProvider"/>
    /// without a key is the clock of the rules: deadlines, dates, leases.
    /// </summary>
    public const string Machine = "machine";

    /// <summary>The machine's clock.</summary>
    public static TimeProvider GetMachineClock(this IServiceProvider services) => services.GetRequiredKeyedService<TimeProvider>(Machine);
}
