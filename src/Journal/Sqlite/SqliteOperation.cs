namespace NatoServices.Journal.Sqlite;

/// <summary>An operation that waits for its turn with the writer, and what came of it.</summary>
internal abstract class SqliteOperation
{
    /// <summary>Begins it, unless nobody waits for it any more. From here on it cannot be cancelled.</summary>
    public abstract bool TryBegin();

    /// <summary>Runs it and keeps the result, which is nobody's to know before the commit.</summary>
    public abstract Task RunAsync(Session session);

    /// <summary>It failed by itself, without harm to its neighbours.</summary>
    public abstract void Fail(Exception failure);

    /// <summary>What it has written is durable.</summary>
    public abstract void Acknowledge();
}

internal sealed class SqliteOperation<T> : SqliteOperation
{
    private readonly Func<Session, Task<T>> operation;

    private readonly CancellationToken cancellation;

    private readonly CancellationTokenRegistration cancelling;

    private int isSettled;

    // The writer must not run what its callers do next.
    private readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private T result = default!;

    public SqliteOperation(Func<Session, Task<T>> operation, CancellationToken cancellation)
    {
        (this.operation, this.cancellation) = (operation, cancellation);
        cancelling = cancellation.Register(Cancel);
    }

    public Task<T> Outcome => outcome.Task;

    public override bool TryBegin()
    {
        if (Interlocked.Exchange(ref isSettled, 1) != 0) return false;
        cancelling.Unregister();
        return true;
    }

    public override async Task RunAsync(Session session) => result = await operation(session);

    public override void Fail(Exception failure)
    {
        cancelling.Unregister();
        outcome.TrySetException(failure);
    }

    public override void Acknowledge() => outcome.TrySetResult(result);

    private void Cancel()
    {
        if (Interlocked.Exchange(ref isSettled, 1) == 0) outcome.TrySetCanceled(cancellation);
    }
}
