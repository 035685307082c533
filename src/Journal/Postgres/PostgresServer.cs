using Npgsql;

namespace NatoServices.Journal.Postgres;

/// <summary>A database on a server: how to connect to it, and what its failures mean for an operator.</summary>
internal sealed class PostgresServer(NpgsqlConnectionStringBuilder settings) : IAsyncDisposable
{
    private const int UsualPoolSize = 20;

    // In seconds: enough for a disk that is slow, not too much for who waits.
    private const int Patience = 10;

    // Every server has it.
    private const string Maintenance = "postgres";

    // Plans that suit any group, or the server would plan each anew, and that go through indexes, or those made while a table is small
    // would scan it once it has grown; and what is answered is on the disk, however the server is set.
    private const string ForWriting = """
        SET plan_cache_mode = force_generic_plan;
        SET enable_seqscan = off;
        SELECT set_config('synchronous_commit', 'on', FALSE) WHERE current_setting('synchronous_commit') = 'off'
        """;

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(WithDefaults(settings));

    private readonly NpgsqlDataSource writing = Writing(WithDefaults(settings));

    /// <summary>A pooled connection; the pool replaces broken ones.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation) => source.OpenConnectionAsync(cancellation);

    /// <summary>A connection of its own, whose spans would belong to no caller: it has none.</summary>
    public NpgsqlConnection OpenForWriting()
    {
        var connection = writing.OpenConnection();
        try
        {
            using var setting = new NpgsqlCommand(ForWriting, connection);
            setting.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Has no connection used again that was opened so far: the server at their other end has changed its role, or is going.</summary>
    public void Renew() => source.Clear();

    /// <summary>Makes the database where the server has none by its name: a deployment begins with an empty server.</summary>
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

    /// <summary>The failure in an operator's words where the server is the cause; any other failure as it is.</summary>
    public Exception Explain(Exception failure) => failure switch
    {
        PostgresException refused when IsUnusable(refused.SqlState) => Unavailable(refused.MessageText, refused),
        PostgresException => failure,
        NpgsqlException or TimeoutException => Unavailable(failure.InnerException?.Message ?? failure.Message, failure),
        _ => failure,
    };

    /// <summary>
    /// Whether an operation that wasn't committed can be tried again: another writer came first, so that it will now be seen;
    /// or the connection, kept since earlier, turned out to be of no use.
    /// </summary>
    public static bool CanBeRepeated(NpgsqlException failure) =>
        IsOutrun(failure)
        || (failure is PostgresException refused
            ? refused.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            : failure.InnerException is IOException);

    /// <summary>Whether another writer came first; the connection is as good as before.</summary>
    public static bool IsOutrun(NpgsqlException failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
    } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "entries" };

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
        return builder.Build();
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
            // Another process that starts at the same time was first.
        }
    }

    /// <summary>
    /// What the settings leave open. Npgsql would open up to 100 connections: as many as a server usually takes from all its clients
    /// together. And it would wait for half a minute, with all who write to the same stream, for a server that went away without a word.
    /// </summary>
    private static NpgsqlConnectionStringBuilder WithDefaults(NpgsqlConnectionStringBuilder settings)
    {
        var defaults = new NpgsqlConnectionStringBuilder { MaxPoolSize = UsualPoolSize, Timeout = Patience, CommandTimeout = Patience };
        var all = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        foreach (var name in defaults.Keys)
            if (!settings.ShouldSerialize(name)) all[name] = defaults[name];
        return all;
    }

    /// <summary>By class: connection, authorization, no such database, no permission, resources, intervention, system, corruption.</summary>
    private static bool IsUnusable(string state) =>
        state[..2] is "08" or "28" or "3D" or "53" or "57" or "58" or "XX"
        || state is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.LockNotAvailable;

    private JournalUnavailableException Unavailable(string reason, Exception cause) =>
        new($"The journal in PostgreSQL database {settings.Database} at {settings.Host}:{settings.Port} cannot be used: "
            + $"{reason.ReplaceLineEndings(" ").TrimEnd('.')}.", cause);
}
