using Npgsql;
using NpgsqlTypes;

namespace NatoServices.Journal.Postgres;

/// <summary>A statement whose parameters are columns, each an array; <paramref name="Columns"/> has the types of their elements.</summary>
internal sealed record Statement(string Sql, params NpgsqlDbType[] Columns);

/// <summary>Statements that stay prepared on a connection and run in one message, as one transaction.</summary>
internal sealed class PreparedBatch : IDisposable
{
    private readonly NpgsqlBatch batch;

    public PreparedBatch(NpgsqlConnection connection, params IEnumerable<Statement> statements)
    {
        batch = new(connection);
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            foreach (var column in statement.Columns) command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | column });
            batch.BatchCommands.Add(command);
        }
        batch.Prepare();
    }

    /// <param name="columns">
    /// The columns of each statement. Columns that the statement unnests together have the same number of rows.
    /// </param>
    public NpgsqlDataReader Execute(params ReadOnlySpan<Array[]> columns)
    {
        for (var statement = 0; statement < columns.Length; statement++)
            for (var column = 0; column < columns[statement].Length; column++)
                batch.BatchCommands[statement].Parameters[column].Value = columns[statement][column];
        return batch.ExecuteReader();
    }

    public void Dispose() => batch.Dispose();
}
