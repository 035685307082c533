namespace NatoServices.Journal.Writing;

internal interface IOperation
{
    /// <summary>The number of characters that it writes.</summary>
    int Size { get; }

    /// <summary>Begins the operation, unless it was cancelled. From here on it cannot be cancelled.</summary>
    bool TryBegin();

    void Fail(Exception failure);
}

internal abstract class Operation<T> : IOperation
{
    private readonly CancellationToken cancellation;

    private readonly CancellationTokenRegistration cancelling;

    private int isSettled;

    // The writer's thread must not run the callers' continuations.
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

    protected void Answer(T result) => outcome.TrySetResult(result);

    private void Cancel()
    {
        if (Interlocked.Exchange(ref isSettled, 1) == 0) outcome.TrySetCanceled(cancellation);
    }
}
