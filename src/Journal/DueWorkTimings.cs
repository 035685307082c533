namespace NatoServices.Journal;

/// <summary>How long the worker of due work waits, by the clock of the rules.</summary>
public sealed record DueWorkTimings
{
    /// <summary>
    /// How long a handler has for one piece; it waits for other services for half of it at most. If a worker dies, another takes the
    /// piece after this time: the end of a silence procedure can be late by as much.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to look for work that another process entered, or whether the database can be used again.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The shortest wait for the next piece that becomes due.</summary>
    public TimeSpan MinWait { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The wait after the first failed attempt; it doubles with each.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait after a failed attempt.</summary>
    public TimeSpan MaxBackOff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The least time between two measurements of the backlog.</summary>
    public TimeSpan MeasureInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait after a failed attempt.</summary>
    /// <param name="attempts">How many have failed, at least 1.</param>
    public TimeSpan BackOffAfter(int attempts)
    {
        var doublings = Math.Max(attempts - 1, 0);
        // Many doublings would overflow.
        return doublings > 30 || BackOff > MaxBackOff / (1L << doublings) ? MaxBackOff : BackOff * (1L << doublings);
    }
}
