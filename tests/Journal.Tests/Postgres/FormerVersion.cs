using Npgsql;
using NpgsqlTypes;

namespace NatoServices.Journal.Tests.Postgres;

/// <summary>
/// Writes as the version before did that had no writer of its own: each append is a transaction that reads, then inserts, and knows no
/// locks but those of rows and keys.
/// </summary>
internal sealed class FormerVersion(NpgsqlDataSource source)
{
    private const int MostAttempts = 5;

    /// <summary>Appends one entry, deciding again as often as somebody else was faster; the entry causes a piece of work.</summary>
    public async Task InsistAsync(string stream, string body)
    {
        while (!await RepeatAsync(transaction => AppendAsync(transaction, stream, body)))
        {
        }
    }

    /// <summary>Completes a piece of work with an outcome; false if its lease was lost.</summary>
    public Task<bool> CompleteAsync(DueWork work, string stream, string body) => RepeatAsync(async transaction =>
    {
        if (await ExecuteAsync(transaction, $"UPDATE due_work SET taken = taken WHERE {Held(work)}", ("id", work.Id)) == 0) return false;
        await AppendAsync(transaction, stream, body);
        await ExecuteAsync(transaction, $"DELETE FROM due_work WHERE {Held(work)}", ("id", work.Id));
        return true;
    });

    private async Task<bool> RepeatAsync(Func<NpgsqlTransaction, Task<bool>> attempt)
    {
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                var done = await attempt(transaction);
                await transaction.CommitAsync();
                return done;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation)
            {
                // It repeated this a few times, and let its caller decide again.
                if (attempts == MostAttempts) return false;
            }
        }
    }

    private static async Task<bool> AppendAsync(NpgsqlTransaction transaction, string stream, string body)
    {
        var head = Head.None;
        await using (var last = Command(
            transaction, "SELECT revision, hash, recorded_at FROM entries WHERE stream = @s ORDER BY revision DESC LIMIT 1", ("s", stream)))
        await using (var reader = await last.ExecuteReaderAsync())
            if (await reader.ReadAsync()) head = new(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), Microseconds.ToMoment(reader.GetInt64(2)));

        var at = DateTimeOffset.UtcNow > head.RecordedAt ? DateTimeOffset.UtcNow : head.RecordedAt;
        var hash = HashChain.Next(head.Revision > 0 ? head.Hash.Span : HashChain.Root(stream), head.Revision + 1, at, "K", "former", body);
        await ExecuteAsync(
            transaction,
            """
            INSERT INTO entries (stream, revision, recorded_at, kind, body, actor, request_id, request_hash, hash, sealed)
            VALUES (@s, @revision, @at, 'K', @body, 'former', @body, @hash, @hash, NULL)
            """, ("s", stream), ("revision", head.Revision + 1), ("at", Microseconds.From(at)), ("body", body), ("hash", hash));
        await ExecuteAsync(
            transaction, "INSERT INTO due_work (id, stream, kind, due_at, body, trace) VALUES (@id, @s, 'k', 0, '', NULL)",
            ("id", $"{stream}@{head.Revision + 1}#1"), ("s", stream));
        return true;
    }

    private static string Held(DueWork work) =>
        FormattableString.Invariant($"id = @id AND leased_until = {Microseconds.From(work.LeasedUntil)} AND taken = {work.Taking}");

    private static async Task<int> ExecuteAsync(NpgsqlTransaction transaction, string sql, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(transaction, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlTransaction transaction, string sql, params (string Name, object Value)[] parameters)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var (name, value) in parameters)
            command.Parameters.Add(value is byte[]? new(name, NpgsqlDbType.Bytea) { Value = value } : new NpgsqlParameter(name, value));
        return command;
    }
}
