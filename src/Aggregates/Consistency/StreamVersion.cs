using System.Diagnostics;
using NatoServices.Domain;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>How far one stream has come, and since when that is known.</summary>
internal sealed class StreamVersion
{
    private readonly Lock changing = new();

    // Read all the time and rarely written: replaced as a whole, so that readers need no lock.
    private volatile Reached reached = Reached.Nothing;

    private TaskCompletionSource<Move> moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (Task<Answer<Head>> Looking, long Since)? look;

    /// <summary>The newest head that was heard of, and when it, or a later one, was last looked up; the moment is 0 if that was never.</summary>
    public Reached Reached => reached;

    /// <summary>Ends when it comes further.</summary>
    public Task<Move> Moved
    {
        get
        {
            lock (changing) return moved.Task;
        }
    }

    /// <summary>Takes note of a head; an older one than is known changes nothing.</summary>
    /// <param name="head">The head.</param>
    /// <param name="since">When its owner was asked; null if it was only announced.</param>
    /// <param name="cause">The span that announced it, if one did.</param>
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

    /// <summary>Nothing is known of it any more.</summary>
    public void Forget()
    {
        lock (changing) reached = Reached.Nothing;
    }

    /// <summary>Nothing is known of it any more, unless it has come further than a revision that does not hold.</summary>
    public void Forget(long revision)
    {
        lock (changing)
            if (reached.Head.Revision == revision) reached = Reached.Nothing;
    }

    /// <summary>
    /// Looks, unless somebody is looking who began late enough: then waits for that. A look belongs to no caller, and ends with none.
    /// </summary>
    /// <param name="look">Looks.</param>
    /// <param name="now">This moment.</param>
    /// <param name="notBefore">What was begun earlier may answer what has become too old meanwhile.</param>
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
                    // Nothing of the caller's but its trace: whoever asks first sees what its question caused.
                    Activity.Current = asking;
                    return look();
                });
                this.look = (looking, now);
                return looking;
            }
        }
    }
}

/// <summary>The newest head of a stream that was heard of, and when it, or a later one, was last looked up.</summary>
internal sealed record Reached(Head Head, Moment CheckedAt, Move Move)
{
    /// <summary>Nothing was heard of it.</summary>
    public static Reached Nothing { get; } = new(Head.None, default, new(default, default));
}

/// <summary>A stream's coming further, as far as this process hears of it.</summary>
/// <param name="RecordedAt">When its newest entry was recorded; default if that isn't known.</param>
/// <param name="Cause">The span that announced it; default if none did, or none that is recorded.</param>
public sealed record Move(DateTimeOffset RecordedAt, ActivityContext Cause);
