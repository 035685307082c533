using Npgsql;

namespace NatoServices.Journal.Postgres;

/// <summary>A database on a server: opens connections, and explains failures to an operator.</summary>
internal sealed class PostgresServer(NpgsqlConnectionStringBuilder settings) : IAsyncDisposable
{
    private const int UsualPoolSize = 20;

    // In seconds: enough for a slow disk, not too long for the caller.
    private const int Patience = 10;

    // Every server has this database.
    private const string Maintenance = "postgres";

    // Generic plans: otherwise the server plans each group anew. Index scans: a plan made while a table is small would scan it after it has
    // grown. And an acknowledged commit must be on disk, whatever the server's setting.
    private const string ForWriting = """
        SET plan_cache_mode = force_generic_plan;
        SET enable_seqscan = off;
        SELECT set_config('synchronous_commit', 'on', FALSE) WHERE current_setting('synchronous_commit') = 'off'
        """;

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(WithDefaults(settings));

    // Dedicated connections without driver spans, because they would belong to no caller.
    private readonly NpgsqlDataSource writing = Writing(WithDefaults(settings));

    /// <summary>A pooled connection; the pool replaces broken ones.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation) => source.OpenConnectionAsync(cancellation);

    public NpgsqlConnection OpenForWriting() => writing.OpenConnection();

    /// <summary>Stops the reuse of all open connections: their server has changed its role or is shutting down.</summary>
    public void Renew() => source.Clear();

    /// <summary>Creates the database if the server does not have it: a deployment begins with an empty server.</summary>
    public async Task CreateIfMissingAsync(CancellationToken cancellation)
    {
        try
        {
            await using var found = await OpenAsync(cancellation);
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateAsync(cancellation);
        }
    }

    /// <summary>The failure in an operator's words if the server is its cause; any other failure unchanged.</summary>
    public Exception Explain(Exception failure) => failure switch
    {
        PostgresException refused when IsUnusable(refused) => Unavailable(refused.MessageText, refused),
        PostgresException => failure,
        NpgsqlException or TimeoutException => Unavailable(failure.InnerException?.Message ?? failure.Message, failure),
        _ => failure,
    };

    /// <summary>
    /// Whether an uncommitted operation can be repeated. Either another writer came first, and the next attempt sees its commit; or a kept
    /// connection turned out to be unusable.
    /// </summary>
    public static bool CanBeRepeated(NpgsqlException failure) =>
        IsOutrun(failure)
        || (failure is PostgresException refused
            ? refused.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            : failure.InnerException is IOException);

    /// <summary>Whether another writer came first. The connection is still usable.</summary>
    public static bool IsOutrun(NpgsqlException failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
    } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "entries" };

    /// <summary>Whether the server, not the statement, is the cause.</summary>
    public static bool IsUnusable(PostgresException failure) =>
        // Classes: connection, authorization, no such database, resources, intervention, system, corruption.
        failure.SqlState[..2] is "08" or "28" or "3D" or "53" or "57" or "58" or "XX"
        || failure.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.LockNotAvailable;

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await writing.DisposeAsync();
    }

    private static NpgsqlDataSource Writing(NpgsqlConnectionStringBuilder settings)
    {
        settings.Pooling = false;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => false).ConfigureBatchFilter(_ => false).EnablePhysicalOpenTracing(false));
        builder.UsePhysicalConnectionInitializer(PrepareForWriting, _ => throw new NotSupportedException());
        return builder.Build();
    }

    private static void PrepareForWriting(NpgsqlConnection connection)
    {
        using var setting = new NpgsqlCommand(ForWriting, connection);
        setting.ExecuteNonQuery();
    }

    private async Task CreateAsync(CancellationToken cancellation)
    {
        using var quoting = new NpgsqlCommandBuilder();
        var maintenance = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Database = Maintenance, Pooling = false };
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var creation = new NpgsqlCommand($"CREATE DATABASE {quoting.QuoteIdentifier(settings.Database!)}", connection);
        try
        {
            await creation.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException made) when (made.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process that started at the same time was first.
        }
    }

    /// <summary>
    /// Defaults for missing settings. Npgsql would open up to 100 connections, as many as a server usually accepts from all its clients.
    /// And it would wait half a minute for a server that went away silently, as would all writers to the same stream.
    /// </summary>
    private static NpgsqlConnectionStringBuilder WithDefaults(NpgsqlConnectionStringBuilder settings)
    {
        var defaults = new NpgsqlConnectionStringBuilder { MaxPoolSize = UsualPoolSize, Timeout = Patience, CommandTimeout = Patience };
        var all = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        foreach (var name in defaults.Keys)
            if (!settings.ShouldSerialize(name)) all[name] = defaults[name];
        return all;
    }

    private JournalUnavailableException Unavailable(string reason, Exception cause) =>
        new($"The journal in PostgreSQL database {settings.Database} at {settings.Host}:{settings.Port} cannot be used: "
            + $"{reason.ReplaceLineEndings(" ").TrimEnd('.')}.", cause);
}
