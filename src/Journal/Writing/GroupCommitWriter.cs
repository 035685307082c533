using System.Threading.Channels;

namespace NatoServices.Journal.Writing;

/// <summary>
/// The one writer of this process to a journal: what costs is the commit, so operations that wait share one. It carries them out in the
/// order of the calls; while one group waits for the disk the next gathers, and an operation that is alone waits for no company.
/// </summary>
/// <remarks>It has a thread: waiting for the disk, it keeps none of the pool's, and has its turn at once however many calls wait for one.</remarks>
internal sealed class GroupCommitWriter<TOperation> : IAsyncDisposable where TOperation : IOperation
{
    private const int MayWait = 1024;

    private const int MayShareOneCommit = 256;

    /// <summary>Characters; what is larger than that goes alone, or with the smaller ones that came before it.</summary>
    private const int Spacious = 4 << 20;

    private readonly Action<List<TOperation>> carryOut;

    private readonly Channel<TOperation> waiting =
        Channel.CreateBounded<TOperation>(new BoundedChannelOptions(MayWait) { SingleReader = true });

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool isEnding;

    /// <param name="name">Of its thread.</param>
    /// <param name="carryOut">
    /// Begins and carries out a group and answers each operation once it is durable. What is not answered when it throws has failed with that.
    /// </param>
    public GroupCommitWriter(string name, Action<List<TOperation>> carryOut)
    {
        this.carryOut = carryOut;
        new Thread(Write) { IsBackground = true, Name = name }.UnsafeStart();
    }

    /// <summary>Whether nothing more is taken.</summary>
    public bool IsEnding => isEnding;

    /// <summary>
    /// Has an operation carried out. Cancelled before it has begun, it is not; once it has begun, its outcome is answered all the same:
    /// otherwise work could be taken and nobody would have it.
    /// </summary>
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

    /// <summary>Takes nothing more and carries out what waits.</summary>
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
