using System.Diagnostics;
using NatoServices.Aggregates;

namespace NatoServices.Journal.Tests.Staleness;

/// <summary>Announcements that a test makes, and that it counts.</summary>
internal sealed class Announcing : IAnnouncements
{
    /// <summary>What <see cref="FindAsync"/> finds.</summary>
    public Announced? Told { get; set; }

    /// <summary>What was announced.</summary>
    public List<(string Stream, Head Head, DateTimeOffset CheckedAt, bool Moved)> StreamVersions { get; } = [];

    public event Action<string, Head, ActivityContext>? Heard;

    public void Announce(string stream, Head head, DateTimeOffset checkedAt, bool moved)
    {
        lock (StreamVersions) StreamVersions.Add((stream, head, checkedAt, moved));
    }

    public ValueTask<Announced?> FindAsync(string stream, CancellationToken cancellation) => new(Told);

    /// <summary>Somebody announces that a stream has moved.</summary>
    public void Move(string stream, Head head, ActivityContext cause = default) => Heard?.Invoke(stream, head, cause);
}
