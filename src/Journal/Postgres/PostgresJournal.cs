using DbUp;
using Npgsql;

namespace NatoServices.Journal.Postgres;

/// <summary>The journal in PostgreSQL: any number of processes, each with one writer. Only appends go through the writer.</summary>
internal sealed class PostgresJournal(PostgresServer server, TimeProvider clock)
    : SqlJournal("postgresql", hasDriverWithSpans: true, locking: "FOR UPDATE SKIP LOCKED")
{
    // Any number that nobody else uses for an advisory lock in this database: "nato" in ASCII.
    private const long MigrationLock = 0x6E61746F;

    // In seconds.
    private const int LongestMigration = 300;

    private const int MostAttempts = 5;

    private const string Engine = "postgres";

    private const string There = $"SELECT 1 WHERE to_regclass('{Migration.Table}') IS NOT NULL";

    private readonly PostgresWriter writer = new(server, clock);

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

    public override async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        await server.DisposeAsync();
    }

    protected override Task<Appended?> EnterAsync(Append append, DueWork? completing, CancellationToken cancellation) =>
        writer.EnterAsync(append, completing, cancellation);

    protected override Task<T> ReadAsync<T>(Func<Session, Task<T>> query, CancellationToken cancellation) =>
        RepeatAsync(async _ =>
        {
            await using var connection = await server.OpenAsync(cancellation);
            return await query(new(connection, null, clock.GetUtcNow(), null, cancellation));
        });

    protected override Task<T> WriteAsync<T>(Func<Session, Task<T>> operation, CancellationToken cancellation) =>
        RepeatAsync(async committing =>
        {
            await using var connection = await server.OpenAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            var result = await operation(new(connection, transaction, clock.GetUtcNow(), null, cancellation));
            // From here on it must be neither cancelled nor repeated: if the commit fails, it is unknown whether it happened.
            committing();
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        });

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
                // Another writer came first, and the next attempt sees its commit. Or the connection is unusable, and so are the pooled
                // ones.
                if (!PostgresServer.IsOutrun(e)) server.Renew();
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
        if (!await Migration.IsDueAsync(new(connection, null, default, null, cancellation), There, Engine)) return;
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // If several processes start at once, the first one migrates. The others wait here and find it done.
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
            Engine);
    }
}
