using System.Data.Common;

namespace NatoServices.Journal;

/// <summary>An open connection, within a transaction or for reading only: what the SQL of both engines runs on.</summary>
/// <param name="connection">The open connection.</param>
/// <param name="transaction">Its transaction, where the driver wants to be told.</param>
/// <param name="now">The moment of the operation.</param>
/// <param name="prepared">Keeps commands that stay prepared as long as the connection is open; null: they are made for one use.</param>
/// <param name="cancellation">Ends the operation.</param>
internal sealed class Session(
    DbConnection connection, DbTransaction? transaction, DateTimeOffset now, Dictionary<string, DbCommand>? prepared, CancellationToken cancellation)
{
    /// <summary>The moment of the operation, in microseconds.</summary>
    public long Now { get; } = Microseconds.From(now);

    /// <summary>All rows.</summary>
    /// <param name="sql">Calls its parameters <c>$1</c>, <c>$2</c> …</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="values">Of the parameters, in order.</param>
    public async Task<List<TRow>> QueryAsync<TRow>(string sql, Func<DbDataReader, TRow> read, params object?[] values)
    {
        var command = Command(sql, values);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var rows = new List<TRow>();
            while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
            return rows;
        }
        finally
        {
            Release(command);
        }
    }

    /// <summary>Executes it and answers how many rows it changed.</summary>
    /// <param name="sql">Calls its parameters <c>$1</c>, <c>$2</c> …</param>
    /// <param name="values">Of the parameters, in order.</param>
    public async Task<int> ExecuteAsync(string sql, params object?[] values)
    {
        var command = Command(sql, values);
        try
        {
            return await command.ExecuteNonQueryAsync(cancellation);
        }
        finally
        {
            Release(command);
        }
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

    /// <remarks>PostgreSQL's driver takes <c>$1</c> to mean a place, SQLite's to be a name.</remarks>
    private static DbParameter Parameter(DbCommand command, int place)
    {
        var parameter = command.CreateParameter();
        if (command is Microsoft.Data.Sqlite.SqliteCommand) parameter.ParameterName = $"${place}";
        return parameter;
    }

    private void Release(DbCommand command)
    {
        if (prepared is null) command.Dispose();
    }
}
