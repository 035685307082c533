using DbUp;
using Npgsql;

namespace NatoServices.Journal.Postgres;

/// <summary>The journal in PostgreSQL: any number of writers, in any number of processes.</summary>
internal sealed class PostgresJournal : SqlJournal
{
    // Any number will do that nobody else takes in this database: "nato" in ASCII.
    private const long MigrationLock = 0x6E61746F;

    // In seconds.
    private const int LongestMigration = 300;

    private const int MostAttempts = 5;

    private readonly PostgresServer server;

    private readonly TimeProvider clock;

    private PostgresJournal(PostgresServer server, TimeProvider clock) => (this.server, this.clock) = (server, clock);

    // Each has a connection of its own.
    public override bool KeepsOrder => false;

    protected override string? SpanSystem => null;

    protected override string Locking => "FOR UPDATE SKIP LOCKED";

    public static async Task<PostgresJournal> OpenAsync(
        NpgsqlConnectionStringBuilder settings, TimeProvider clock, CancellationToken cancellation)
    {
        var server = new PostgresServer(settings);
        try
        {
            await MigrateAsync(server, settings, cancellation);
            return new(server, clock);
        }
        catch (Exception e)
        {
            await server.DisposeAsync();
            if (server.Explain(e) is JournalUnavailableException unavailable) throw unavailable;
            throw;
        }
    }

    /// <summary>Makes the database if there is none by its name.</summary>
    public static async Task CreateAsync(NpgsqlConnectionStringBuilder settings, CancellationToken cancellation)
    {
        await using var server = new PostgresServer(settings);
        try
        {
            await server.CreateIfMissingAsync(cancellation);
        }
        catch (Exception e) when (server.Explain(e) is JournalUnavailableException unavailable)
        {
            throw unavailable;
        }
    }

    public override ValueTask DisposeAsync() => server.DisposeAsync();

    protected override Task<T> ReadAsync<T>(Func<Session, Task<T>> query, CancellationToken cancellation) =>
        RepeatAsync(async _ =>
        {
            await using var connection = await server.OpenAsync(cancellation);
            return await query(new(connection, null, Now, cancellation));
        });

    protected override Task<T> WriteAsync<T>(Func<Session, Task<T>> operation, CancellationToken cancellation) =>
        RepeatAsync(async committing =>
        {
            await using var connection = await server.OpenAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            var result = await operation(new(connection, transaction, Now, cancellation));
            // From here on nobody may cancel it, nor repeat it: whether a commit that fails has happened is not known.
            committing();
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        });

    private long Now => Microseconds.From(clock.GetUtcNow());

    private async Task<T> RepeatAsync<T>(Func<Action, Task<T>> attempt)
    {
        for (var attempts = 1; ; attempts++)
        {
            var mayBeRepeated = attempts < MostAttempts;
            try
            {
                return await attempt(() => mayBeRepeated = false);
            }
            catch (NpgsqlException e) when (mayBeRepeated && PostgresServer.CanBeRepeated(e))
            {
                // The next round sees what the other writer committed, or gets a new connection.
            }
            catch (Exception e) when (server.Explain(e) is JournalUnavailableException unavailable)
            {
                throw unavailable;
            }
        }
    }

    private static async Task MigrateAsync(PostgresServer server, NpgsqlConnectionStringBuilder settings, CancellationToken cancellation)
    {
        await using var connection = await server.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Of several processes that start at once the first does it; the others wait here and see it done.
        await using var locking = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1), coalesce(current_schema(), 'public')", connection, transaction)
        {
            Parameters = { new() { Value = MigrationLock } },
            CommandTimeout = LongestMigration,
        };
        await using var reader = await locking.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var schema = reader.GetString(1);
        var unpooled = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false, CommandTimeout = LongestMigration }.ToString();
        Migration.Run(
            DeployChanges.To.PostgresqlDatabase(unpooled).JournalToPostgresqlTable(schema, Migration.Table).WithTransaction(),
            "postgres");
    }
}
