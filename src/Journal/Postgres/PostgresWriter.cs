using NatoServices.Journal.Writing;
using Npgsql;

namespace NatoServices.Journal.Postgres;

/// <summary>
/// Appends to the database, each group in one durable commit. It rules optimistically on the heads in memory. The server enters a stream's
/// entries only if the stream's head still holds; otherwise the writer reads what the database has and rules again.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    // A setback: another process was faster, or the connection was unusable. More setbacks than this are no coincidence.
    private const int MostSetbacks = 20;

    private readonly PostgresServer server;

    private readonly TimeProvider clock;

    private readonly GroupCommitWriter<PostgresAppend> writer;

    private readonly KnownHeads heads = new();

    private WriterConnection? connection;

    public PostgresWriter(PostgresServer server, TimeProvider clock)
    {
        (this.server, this.clock) = (server, clock);
        writer = new("journal (PostgreSQL)", Commit);
    }

    /// <summary>Appends, and removes the completed work. Returns null if the lease of the work was lost.</summary>
    public Task<Appended?> EnterAsync(Append append, DueWork? completing, CancellationToken cancellation)
    {
        var its = new PostgresAppend(append, completing, cancellation);
        return writer.RunAsync(its, its.Outcome, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        Disconnect();
    }

    private void Commit(List<PostgresAppend> group)
    {
        try
        {
            connection ??= new(server);
            CarryOut([.. group.Where(append => append.TryBegin())]);
        }
        catch (Exception e)
        {
            Disconnect();
            throw server.Explain(e);
        }
    }

    /// <summary>
    /// Attempts the appends together. If one of them is faulty, each runs alone, so that the others do not fail with it. All attempts share
    /// one count of setbacks.
    /// </summary>
    private void CarryOut(List<PostgresAppend> group)
    {
        var (waiting, setbacks) = (new Queue<List<PostgresAppend>>([group]), 0);
        while (waiting.TryPeek(out var pending))
        {
            try
            {
                if (pending.Count > 0) Attempt(connection ??= new(server), pending);
                pending.RemoveAll(append => append.IsAnswered);
                if (pending.Count == 0) waiting.Dequeue();
            }
            catch (NpgsqlException e) when (setbacks < MostSetbacks && PostgresServer.CanBeRepeated(e))
            {
                setbacks++;
                heads.Forget();
                if (!PostgresServer.IsOutrun(e)) Reconnect(pending);
            }
            catch (PostgresException fault) when (!PostgresServer.IsUnusable(fault))
            {
                heads.Forget();
                waiting.Dequeue();
                if (pending is [var single]) single.Fail(fault);
                else foreach (var append in pending) waiting.Enqueue([append]);
            }
        }
    }

    /// <summary>Leaves appends unanswered whose streams have moved, or that <see cref="Share"/> leaves for later.</summary>
    private void Attempt(WriterConnection open, List<PostgresAppend> pending)
    {
        var shares = Share(pending);
        Rule(open, shares);
        var entering = shares.Where(share => share.Entering.Count > 0).ToList();
        var failed = entering.Count == 0 ? [] : open.Enter(entering);
        foreach (var stream in failed) heads.Forget(stream);
        shares.RemoveAll(share => failed.Contains(share.Stream));
        foreach (var share in shares) heads.Learn(share.Stream, share.To);
        if (shares.Sum(share => share.Entering.Count) is > 0 and var made) JournalMeasures.Commit(made);
        foreach (var append in shares.SelectMany(share => share.Appends)) append.Acknowledge();
    }

    private void Rule(WriterConnection open, List<StreamShare> shares)
    {
        var now = clock.GetUtcNow();
        var unsure = new List<StreamShare>();
        foreach (var share in shares)
        {
            if (heads[share.Stream] is not { } head)
            {
                unsure.Add(share);
                continue;
            }
            share.Rule(head, null, now);
            if (!share.AllEnter) unsure.Add(share);
        }
        if (unsure.Count == 0) return;
        var looked = open.Look(unsure);
        foreach (var share in unsure) share.Rule(looked.HeadOf(share.Stream), looked, now);
    }

    /// <summary>
    /// Groups the appends by stream, in lock order. If several complete the same work, only the first is included: the result of the
    /// others, and of later appends to their streams, depends on it.
    /// </summary>
    private static List<StreamShare> Share(List<PostgresAppend> pending)
    {
        var shares = new SortedDictionary<string, StreamShare>(StringComparer.Ordinal);
        var (completed, behind) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var append in pending)
        {
            var stream = append.Append.Stream;
            if (append.Completing is { } work && !completed.Add(work.Id)) behind.Add(stream);
            if (behind.Contains(stream)) continue;
            if (!shares.TryGetValue(stream, out var share)) shares.Add(stream, share = new(stream));
            share.Appends.Add(append);
        }
        return [.. shares.Values];
    }

    /// <summary>The next connection goes to the server that has the address now, and no pooled connection keeps to the old one.</summary>
    private void Reconnect(List<PostgresAppend> pending)
    {
        foreach (var append in pending) append.Lose();
        Disconnect();
        server.Renew();
    }

    private void Disconnect()
    {
        heads.Forget();
        connection?.Dispose();
        connection = null;
    }
}
