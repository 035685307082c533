using System.Data.Common;

namespace NatoServices.Journal;

/// <summary>
/// An open connection, in a transaction or only for reading. The SQL of both engines runs on it. <paramref name="transaction"/> is null if
/// the driver does not need it, <paramref name="prepared"/> if each command is created for one use.
/// </summary>
internal sealed class Session(
    DbConnection connection, DbTransaction? transaction, DateTimeOffset now, Dictionary<string, DbCommand>? prepared, CancellationToken cancellation)
{
    /// <summary>In microseconds.</summary>
    public long Now { get; } = Microseconds.From(now);

    /// <summary>Returns all rows. The SQL refers to <paramref name="values"/> as <c>$1</c>, <c>$2</c> …</summary>
    public async Task<List<TRow>> QueryAsync<TRow>(string sql, Func<DbDataReader, TRow> read, params object?[] values)
    {
        var command = Command(sql, values);
        using var ofOneUse = prepared is null ? command : null;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<TRow>();
        while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Returns the number of changed rows. The SQL refers to <paramref name="values"/> as <c>$1</c>, <c>$2</c> …</summary>
    public async Task<int> ExecuteAsync(string sql, params object?[] values)
    {
        var command = Command(sql, values);
        using var ofOneUse = prepared is null ? command : null;
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private DbCommand Command(string sql, object?[] values)
    {
        if (prepared is null || !prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            command.Transaction = transaction;
            for (var i = 1; i <= values.Length; i++) command.Parameters.Add(Parameter(command, i));
            prepared?.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <remarks>To PostgreSQL's driver <c>$1</c> is a position, to SQLite's it is a name.</remarks>
    private static DbParameter Parameter(DbCommand command, int place)
    {
        var parameter = command.CreateParameter();
        if (command is Microsoft.Data.Sqlite.SqliteCommand) parameter.ParameterName = $"${place}";
        return parameter;
    }
}
