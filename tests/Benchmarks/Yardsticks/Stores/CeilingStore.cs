using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace NatoServices.Benchmarks.Yardsticks;

/// <summary>
/// The most that can be asked of PostgreSQL over one connection: all entries that wait go into one durable statement, and nothing is
/// checked.
/// </summary>
internal sealed class CeilingStore : IStore
{
    private const string Insert = "INSERT INTO ceiling.entries (stream, revision, body) SELECT * FROM unnest($1, $2, $3)";

    private readonly Channel<Waiting> waiting = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });

    private readonly Revisions revisions = new();

    /// <summary>Opens it, empty.</summary>
    public static async Task<CeilingStore> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await PostgresInsertStore.MakeTableAsync(connection, "ceiling");
        var store = new CeilingStore();
        _ = Task.Run(() => store.WriteAsync(connection));
        return store;
    }

    public Task AppendAsync(string stream, byte[] body)
    {
        var entry = new Waiting(stream, body, new(TaskCreationOptions.RunContinuationsAsynchronously));
        waiting.Writer.TryWrite(entry);
        return entry.Done.Task;
    }

    private async Task WriteAsync(NpgsqlConnection connection)
    {
        var (streams, numbers, bodies) = (new List<string>(), new List<long>(), new List<byte[]>());
        await using var insert = new NpgsqlCommand(Insert, connection);
        insert.Parameters.Add(new NpgsqlParameter<List<string>> { TypedValue = streams, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        insert.Parameters.Add(new NpgsqlParameter<List<long>> { TypedValue = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        insert.Parameters.Add(new NpgsqlParameter<List<byte[]>> { TypedValue = bodies, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await insert.PrepareAsync();
        var group = new List<Waiting>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (waiting.Reader.TryRead(out var entry))
            {
                group.Add(entry);
                streams.Add(entry.Stream);
                numbers.Add(revisions.Next(entry.Stream));
                bodies.Add(entry.Body);
            }
            await insert.ExecuteNonQueryAsync();
            foreach (var entry in group) entry.Done.SetResult();
            group.Clear();
            streams.Clear();
            numbers.Clear();
            bodies.Clear();
        }
    }

    private sealed record Waiting(string Stream, byte[] Body, TaskCompletionSource Done);
}
