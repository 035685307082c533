using System.Diagnostics;

namespace NatoServices.Aggregates;

/// <summary>
/// How processes tell one another the newest revisions of streams. An implementation may be slow, unavailable or out of date: readers rely
/// on an announcement only for the length of a lease. None of its methods fails.
/// </summary>
public interface IAnnouncements
{
    /// <summary>The name of the messaging system, for spans.</summary>
    string System => "in_process";

    /// <summary>Raised when a stream has moved, with the announcing span; also for announcements of this process itself.</summary>
    event Action<string, Head, ActivityContext> Heard;

    /// <summary>
    /// Announces a head, read from the database or written to it at a moment, to the other processes, together with the current span. If the
    /// stream has not moved, it was only looked up. Does not wait.
    /// </summary>
    void Announce(string stream, Head head, DateTimeOffset checkedAt, bool moved);

    /// <summary>The last announcement; null if there is none, or if it is not found in time.</summary>
    ValueTask<Announced?> FindAsync(string stream, CancellationToken cancellation);
}

/// <summary>The newest head of a stream, as announced by a process, and when it was read from the database, by the clock of that machine.</summary>
public sealed record Announced(Head Head, DateTimeOffset CheckedAt);

/// <summary>No announcements: without a shared cache every process asks the database itself.</summary>
public sealed class NoAnnouncements : IAnnouncements
{
    /// <inheritdoc />
    public event Action<string, Head, ActivityContext> Heard
    {
        add { }
        remove { }
    }

    /// <inheritdoc />
    public void Announce(string stream, Head head, DateTimeOffset checkedAt, bool moved) { }

    /// <inheritdoc />
    public ValueTask<Announced?> FindAsync(string stream, CancellationToken cancellation) => default;
}
