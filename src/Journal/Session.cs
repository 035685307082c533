using System.Data.Common;
using Dapper;

namespace NatoServices.Journal;

/// <summary>An open connection, within a transaction or for reading only: what the SQL of both engines runs on.</summary>
/// <param name="Connection">The open connection.</param>
/// <param name="Transaction">Its transaction, where the driver wants to be told.</param>
/// <param name="Now">The moment of the operation, in microseconds.</param>
/// <param name="Cancellation">Ends the operation.</param>
internal sealed record Session(DbConnection Connection, DbTransaction? Transaction, long Now, CancellationToken Cancellation)
{
    public Task<IEnumerable<TRow>> QueryAsync<TRow>(string sql, object arguments) =>
        Connection.QueryAsync<TRow>(Command(sql, arguments));

    public Task<TRow?> FirstAsync<TRow>(string sql, object arguments) =>
        Connection.QueryFirstOrDefaultAsync<TRow>(Command(sql, arguments));

    public Task<int> ExecuteAsync(string sql, object arguments) => Connection.ExecuteAsync(Command(sql, arguments));

    private CommandDefinition Command(string sql, object arguments) =>
        new(sql, arguments, Transaction, cancellationToken: Cancellation);
}
