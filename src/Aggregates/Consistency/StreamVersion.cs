using System.Diagnostics;

namespace NatoServices.Aggregates;

/// <summary>The newest known head of one stream, and when it was last checked.</summary>
internal sealed class StreamVersion
{
    private readonly Lock changing = new();

    // Read often, rarely written: replaced as a whole, so that readers need no lock.
    private volatile Reached reached = Reached.Nothing;

    private TaskCompletionSource<Move> moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (Task<Answer<Head>> Looking, long Since)? look;

    /// <summary>The newest known head, and when it or a later one was last looked up; the timestamp is 0 if it never was.</summary>
    public Reached Reached => reached;

    public Task<Move> Moved
    {
        get
        {
            lock (changing) return moved.Task;
        }
    }

    /// <summary>
    /// Stores a head, unless it is older than the known one, with when its lookup began (null if it was only announced) and the span that
    /// announced it (default if there is none).
    /// </summary>
    public void Reach(Head head, Moment? since, ActivityContext cause = default)
    {
        TaskCompletionSource<Move>? signal = null;
        Move? move = null;
        lock (changing)
        {
            if (head.Revision < reached.Head.Revision) return;
            if (head.Revision > reached.Head.Revision)
            {
                (signal, moved) = (moved, new(TaskCreationOptions.RunContinuationsAsynchronously));
                move = new(head.RecordedAt, cause);
            }
            var newest = head.Revision > reached.Head.Revision || !reached.Head.IsComplete ? head : reached.Head;
            reached = new(newest, since is { } at && at.Timestamp > reached.CheckedAt.Timestamp ? at : reached.CheckedAt, move ?? reached.Move);
        }
        signal?.SetResult(move!);
    }

    public void Forget()
    {
        lock (changing) reached = Reached.Nothing;
    }

    /// <summary>Forgets the head if it still has this revision, which turned out not to exist.</summary>
    public void Forget(long revision)
    {
        lock (changing)
            if (reached.Head.Revision == revision) reached = Reached.Nothing;
    }

    /// <summary>
    /// Starts a lookup, or joins one in progress that began at <paramref name="notBefore"/> or later: the result of an earlier one may be too old
    /// already. A lookup belongs to no caller: it goes on when the caller is cancelled.
    /// </summary>
    public Task<Answer<Head>> LookOnce(Func<Task<Answer<Head>>> look, long now, long notBefore)
    {
        lock (changing)
        {
            if (this.look is { Looking.IsCompleted: false } begun && begun.Since >= notBefore) return begun.Looking;
            var asking = Activity.Current;
            using (ExecutionContext.SuppressFlow())
            {
                var looking = Task.Run(() =>
                {
                    // Keep nothing of the caller's context except its trace: the first caller's trace shows the lookup.
                    Activity.Current = asking;
                    return look();
                });
                this.look = (looking, now);
                return looking;
            }
        }
    }
}

/// <summary>The newest known head of a stream, and when it or a later one was last looked up.</summary>
internal sealed record Reached(Head Head, Moment CheckedAt, Move Move)
{
    public static Reached Nothing { get; } = new(Head.None, default, new(default, default));
}

/// <summary>
/// A move of a stream to a newer revision, as this process learns of it: when it was recorded (default if unknown), and the span that
/// announced it (default if there is none, or if it is not recorded).
/// </summary>
public sealed record Move(DateTimeOffset RecordedAt, ActivityContext Cause);
