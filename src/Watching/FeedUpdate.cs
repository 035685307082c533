using System.Runtime.ExceptionServices;
using NatoServices.Aggregates;

namespace NatoServices.Watching;

/// <summary>An issue of a shared poller: the value that its watchers should have now.</summary>
/// <param name="value">The newest value; null before the first poll has ended.</param>
/// <param name="id">Identifies the value: equal ids mean equal values.</param>
/// <param name="beat">Increases with every value and every heartbeat.</param>
/// <param name="ended">Why the watch ends; null if it goes on.</param>
/// <param name="recordedAt">
/// When the entry that caused the change was recorded; null if the change was not announced, or if nothing is new.
/// </param>
public sealed class FeedUpdate<T>(T? value, string id, long beat, ExceptionDispatchInfo? ended, DateTimeOffset? recordedAt = null) where T : class
{
    private readonly TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest value; null before the first poll has ended.</summary>
    public T? Value { get; } = value;

    /// <summary>Identifies the value: equal ids mean equal values.</summary>
    public string Id { get; } = id;

    /// <summary>Increases with every value and every heartbeat.</summary>
    public long Beat { get; } = beat;

    /// <summary>Why the watch ends; null if it goes on.</summary>
    public ExceptionDispatchInfo? Ended { get; } = ended;

    /// <summary>When the entry that caused the change was recorded; null if the change was not announced, or if nothing is new.</summary>
    public DateTimeOffset? RecordedAt { get; } = recordedAt;

    /// <summary>Completes when there is a newer issue.</summary>
    public Task Next => next.Task;

    /// <summary>Completes <see cref="Next"/>.</summary>
    internal void Supersede() => next.TrySetResult();
}

/// <summary>The result of a poll.</summary>
/// <param name="Value">The value.</param>
/// <param name="Id">Identifies the value: equal ids mean equal values.</param>
/// <param name="Changed">Completes when it is worth polling again.</param>
public sealed record PollResult<T>(T Value, string Id, Task<Move> Changed) where T : class;
