using NatoServices.Aggregates;
using NatoServices.Domain;

namespace NatoServices.Watching;

/// <summary>An issue of a shared poller: the value that its watchers should have now.</summary>
/// <param name="Value">The newest value; null before the first poll has ended.</param>
/// <param name="Id">Identifies the value: equal ids mean equal values.</param>
/// <param name="Refusal">Why the watch ends; null if it goes on.</param>
/// <param name="RecordedAt">
/// When the entry that caused the change was recorded; null if the change was not announced, or if nothing is new.
/// </param>
public sealed record FeedUpdate<T>(T? Value, string Id, Refusal? Refusal, DateTimeOffset? RecordedAt = null) where T : class
{
    private readonly TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when there is a newer issue; fails if there will be none.</summary>
    public Task Next => next.Task;

    /// <summary>Whether the watchers of this issue get no other.</summary>
    internal bool IsLast => Refusal is not null || Next.IsFaulted;

    internal void Supersede() => next.TrySetResult();

    internal void Fail(Exception failure) => next.TrySetException(failure);
}

/// <summary>The result of a poll.</summary>
/// <param name="Value">The value.</param>
/// <param name="Id">Identifies the value: equal ids mean equal values.</param>
/// <param name="Changed">Completes when it is worth polling again.</param>
public sealed record PollResult<T>(T Value, string Id, Task<Move> Changed) where T : class;
