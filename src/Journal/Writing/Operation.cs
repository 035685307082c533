namespace NatoServices.Journal.Writing;

/// <summary>What waits for its turn with the writer.</summary>
internal interface IOperation
{
    /// <summary>How many characters it brings.</summary>
    int Size { get; }

    /// <summary>Begins it, unless nobody waits for it any more. From here on it cannot be cancelled.</summary>
    bool TryBegin();

    /// <summary>It failed.</summary>
    void Fail(Exception failure);
}

/// <summary>An operation that waits for its turn with the writer, and what came of it.</summary>
internal abstract class Operation<T> : IOperation
{
    private readonly CancellationToken cancellation;

    private readonly CancellationTokenRegistration cancelling;

    private int isSettled;

    // The writer must not run what its callers do next.
    private readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected Operation(CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        cancelling = cancellation.UnsafeRegister(static operation => ((Operation<T>)operation!).Cancel(), this);
    }

    public abstract int Size { get; }

    public Task<T> Outcome => outcome.Task;

    public bool TryBegin()
    {
        if (Interlocked.Exchange(ref isSettled, 1) != 0) return false;
        cancelling.Unregister();
        return true;
    }

    public void Fail(Exception failure)
    {
        cancelling.Unregister();
        outcome.TrySetException(failure);
    }

    /// <summary>What it has written is durable.</summary>
    protected void Answer(T result) => outcome.TrySetResult(result);

    private void Cancel()
    {
        if (Interlocked.Exchange(ref isSettled, 1) == 0) outcome.TrySetCanceled(cancellation);
    }
}
