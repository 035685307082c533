using System.Runtime.ExceptionServices;
using NatoServices.Aggregates;

namespace NatoServices.Watching;

/// <summary>What watchers are to know at present.</summary>
/// <param name="value">The newest; null before the first look has ended.</param>
/// <param name="id">Tells this value from another.</param>
/// <param name="beat">Grows with every value and every heartbeat.</param>
/// <param name="ended">Why nothing more will come; null if more may.</param>
/// <param name="recordedAt">When what caused it was recorded; null if it wasn't announced, or if nothing is new.</param>
public sealed class FeedUpdate<T>(T? value, string id, long beat, ExceptionDispatchInfo? ended, DateTimeOffset? recordedAt = null) where T : class
{
    private readonly TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest; null before the first look has ended.</summary>
    public T? Value { get; } = value;

    /// <summary>Tells this value from another.</summary>
    public string Id { get; } = id;

    /// <summary>Grows with every value and every heartbeat.</summary>
    public long Beat { get; } = beat;

    /// <summary>Why nothing more will come; null if more may.</summary>
    public ExceptionDispatchInfo? Ended { get; } = ended;

    /// <summary>When what caused it was recorded; null if it wasn't announced, or if nothing is new.</summary>
    public DateTimeOffset? RecordedAt { get; } = recordedAt;

    /// <summary>Ends when there is a newer issue.</summary>
    public Task Next => next.Task;

    /// <summary>Tells who waits that there is.</summary>
    internal void Supersede() => next.TrySetResult();
}

/// <summary>What a look found.</summary>
/// <param name="Value">The value.</param>
/// <param name="Id">Tells it from another.</param>
/// <param name="Changed">Ends when it is worth looking again.</param>
public sealed record PollResult<T>(T Value, string Id, Task<Move> Changed) where T : class;
