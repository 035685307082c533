using System.Threading.Channels;

namespace NatoServices.Journal.Writing;

/// <summary>
/// The one writer of this process to a journal. Commits are expensive, so waiting operations share one (group commit), in the order of the
/// calls. While one group waits for the disk, the next gathers. A single operation does not wait for others.
/// </summary>
/// <remarks>It has its own thread: it blocks no pool thread while it waits for the disk, and it never queues for one.</remarks>
internal sealed class GroupCommitWriter<TOperation> : IAsyncDisposable where TOperation : IOperation
{
    private const int MayWait = 1024;

    private const int MayShareOneCommit = 256;

    /// <summary>In characters. A group of this size takes no more operations, so a larger one runs alone or after smaller ones.</summary>
    private const int Spacious = 4 << 20;

    private readonly Action<List<TOperation>> carryOut;

    private readonly Channel<TOperation> waiting =
        Channel.CreateBounded<TOperation>(new BoundedChannelOptions(MayWait) { SingleReader = true });

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool isEnding;

    /// <summary><paramref name="carryOut"/> answers each operation once it is durable. If it throws, the others fail with that.</summary>
    public GroupCommitWriter(string name, Action<List<TOperation>> carryOut)
    {
        this.carryOut = carryOut;
        new Thread(Write) { IsBackground = true, Name = name }.UnsafeStart();
    }

    public bool IsEnding => isEnding;

    /// <summary>Can be cancelled only until the operation begins: otherwise work could be leased without a holder.</summary>
    public async Task<T> RunAsync<T>(TOperation operation, Task<T> outcome, CancellationToken cancellation)
    {
        try
        {
            await waiting.Writer.WriteAsync(operation, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(IJournal));
        }
        return await outcome;
    }

    /// <summary>Accepts no more operations and runs those that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        isEnding = true;
        waiting.Writer.TryComplete();
        await ended.Task;
    }

    private void Write()
    {
        var group = new List<TOperation>(MayShareOneCommit);
        while (HasMore())
        {
            Gather(group);
            try
            {
                carryOut(group);
            }
            catch (Exception e)
            {
                foreach (var operation in group) operation.Fail(e);
            }
            group.Clear();
        }
        ended.SetResult();
    }

    private bool HasMore()
    {
        var more = waiting.Reader.WaitToReadAsync();
        return more.IsCompleted ? more.Result : more.AsTask().GetAwaiter().GetResult();
    }

    private void Gather(List<TOperation> group)
    {
        for (var size = 0; size < Spacious && group.Count < MayShareOneCommit && waiting.Reader.TryRead(out var operation); size += operation.Size)
            group.Add(operation);
    }
}
