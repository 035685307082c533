using NatoServices.Journal.Writing;

namespace NatoServices.Journal.Sqlite;

/// <summary>What the writer of a file carries out.</summary>
internal interface ISqliteOperation : IOperation
{
    /// <summary>Runs it and keeps the result, which is nobody's to know before the commit.</summary>
    void Run(Session session);

    /// <summary>What it has written is durable.</summary>
    void Acknowledge();
}

/// <param name="operation">Runs on a connection that waits for nothing: its task is over when it returns.</param>
/// <param name="size">How many characters it brings.</param>
/// <param name="cancellation">Cancels it, as long as it has not begun.</param>
internal sealed class SqliteOperation<T>(Func<Session, Task<T>> operation, int size, CancellationToken cancellation)
    : Operation<T>(cancellation), ISqliteOperation
{
    private T result = default!;

    public override int Size => size;

    public void Run(Session session) => result = operation(session).GetAwaiter().GetResult();

    public void Acknowledge() => Answer(result);
}
