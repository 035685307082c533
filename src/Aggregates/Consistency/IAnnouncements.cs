using System.Diagnostics;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>
/// How processes tell one another how far streams have come. It may be slow, away or wrong about what is newest: readers rely on it
/// for a moment only. None of its methods fails.
/// </summary>
public interface IAnnouncements
{
    /// <summary>What carries them, as spans call it.</summary>
    string System => "in_process";

    /// <summary>Hears that a stream has moved, and in which span that was announced; of what this process announced itself, too.</summary>
    event Action<string, Head, ActivityContext> Heard;

    /// <summary>Tells the others, without waiting: in which span, too.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="head">How far it has come.</param>
    /// <param name="checkedAt">When the database said, or was made, so.</param>
    /// <param name="moved">Whether the stream has just moved; else it was only looked at.</param>
    void Announce(string stream, Head head, DateTimeOffset checkedAt, bool moved);

    /// <summary>What was announced last; null if nothing was, or if it can't be had soon.</summary>
    ValueTask<Announced?> FindAsync(string stream, CancellationToken cancellation);
}

/// <summary>An announcement.</summary>
/// <param name="Head">How far the stream had come.</param>
/// <param name="CheckedAt">When the database said so, by the clock of who asked it.</param>
public sealed record Announced(Head Head, DateTimeOffset CheckedAt);

/// <summary>Nobody is told, and nobody tells: every process looks for itself.</summary>
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
