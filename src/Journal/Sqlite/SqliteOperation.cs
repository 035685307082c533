namespace NatoServices.Journal.Sqlite;

/// <summary>An operation that waits for its turn with the writer, and what came of it.</summary>
internal abstract class SqliteOperation(CancellationToken cancellation)
{
    /// <summary>Whether nobody waits any more; an operation that hasn't begun need not begin.</summary>
    public bool IsAbandoned => cancellation.IsCancellationRequested;

    /// <summary>Runs it and keeps the result, which is nobody's to know before the commit.</summary>
    public abstract Task RunAsync(Session session);

    /// <summary>It failed by itself, without harm to its neighbours.</summary>
    public abstract void Fail(Exception failure);

    /// <summary>What it has written is durable.</summary>
    public abstract void Acknowledge();
}

internal sealed class SqliteOperation<T>(Func<Session, Task<T>> operation, CancellationToken cancellation) : SqliteOperation(cancellation)
{
    // The writer must not run what its callers do next.
    private readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private T result = default!;

    public Task<T> Outcome => outcome.Task;

    public override async Task RunAsync(Session session) => result = await operation(session);

    public override void Fail(Exception failure) => outcome.TrySetException(failure);

    public override void Acknowledge() => outcome.TrySetResult(result);
}
