namespace NatoServices.Journal;

/// <summary>How far one stream has come, and since when that is known.</summary>
internal sealed class StreamHead(Head head, long checkedAt)
{
    private readonly Lock changing = new();

    private (Head Head, long CheckedAt) reached = (head, checkedAt);

    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<Head>? looking;

    /// <summary>The newest head that was heard of, and when it, or a later one, was last looked up.</summary>
    public (Head Head, long CheckedAt) Reached
    {
        get
        {
            lock (changing) return reached;
        }
    }

    /// <summary>Ends when it comes further.</summary>
    public Task Moved
    {
        get
        {
            lock (changing) return moved.Task;
        }
    }

    /// <summary>Takes note of a head; an older one than is known changes nothing.</summary>
    /// <param name="head">The head.</param>
    /// <param name="since">When its owner was asked; null if it was only announced.</param>
    public void Reach(Head head, long? since)
    {
        TaskCompletionSource? signal = null;
        lock (changing)
        {
            if (head.Revision < reached.Head.Revision) return;
            if (head.Revision > reached.Head.Revision) (signal, moved) = (moved, new(TaskCreationOptions.RunContinuationsAsynchronously));
            var newest = head.Revision > reached.Head.Revision || !reached.Head.IsComplete ? head : reached.Head;
            reached = (newest, since > reached.CheckedAt ? since.Value : reached.CheckedAt);
        }
        signal?.SetResult();
    }

    /// <summary>Nothing is known of it any more.</summary>
    public void Forget()
    {
        lock (changing) reached = (Head.None, 0);
    }

    /// <summary>Looks, unless somebody is looking: then waits for that. It belongs to no caller, and ends with none of them.</summary>
    public Task<Head> LookOnce(Func<Task<Head>> look)
    {
        lock (changing)
        {
            if (looking is { IsCompleted: false }) return looking;
            using (ExecutionContext.SuppressFlow()) return looking = Task.Run(look);
        }
    }
}
