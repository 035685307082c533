using NatoServices.Journal.Writing;

namespace NatoServices.Journal.Sqlite;

/// <summary>An operation for the writer of a file.</summary>
internal interface ISqliteOperation : IOperation
{
    /// <summary>Runs the operation and keeps the result, which nobody may see before the commit.</summary>
    void Run(Session session);

    /// <summary>Returns the result to the caller, after the commit.</summary>
    void Acknowledge();
}

/// <remarks>The driver is synchronous: the task of <paramref name="operation"/> is complete when the call returns.</remarks>
internal sealed class SqliteOperation<T>(Func<Session, Task<T>> operation, int size, CancellationToken cancellation)
    : Operation<T>(cancellation), ISqliteOperation
{
    private T result = default!;

    public override int Size => size;

    public void Run(Session session) => result = operation(session).GetAwaiter().GetResult();

    public void Acknowledge() => Answer(result);
}
