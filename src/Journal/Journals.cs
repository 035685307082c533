using Microsoft.Data.Sqlite;
using NatoServices.Journal.Postgres;
using NatoServices.Journal.Sqlite;
using Npgsql;

namespace NatoServices.Journal;

/// <summary>Opens journals.</summary>
public static class Journals
{
    /// <summary>Names the engine of a connection string and, for PostgreSQL, the database and the server. It contains no secrets.</summary>
    /// <exception cref="ArgumentException">The connection string names no database.</exception>
    public static string Describe(string connectionString) => ConnectionString.Read(connectionString) is NpgsqlConnectionStringBuilder postgres
        ? $"PostgreSQL database {postgres.Database} at {postgres.Host}:{postgres.Port}"
        : "SQLite";

    /// <summary>
    /// Opens a journal. The connection string alone decides the engine: <c>Data Source=…</c> names a SQLite file, which is created with its
    /// directory if it is missing; <c>Host=…</c> or a <c>postgres://</c> URL names a PostgreSQL database. Checks that the database can be
    /// used and migrates its schema. Several processes may do so at once.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The database cannot be used.</exception>
    /// <exception cref="ArgumentException">The connection string names no database.</exception>
    public static async Task<IJournal> OpenAsync(
        string connectionString, TimeProvider clock, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var settings = ConnectionString.Read(connectionString);
        return settings is NpgsqlConnectionStringBuilder postgres
            ? await PostgresJournal.OpenAsync(postgres, clock, cancellation)
            : SqliteJournal.Open((SqliteConnectionStringBuilder)settings, clock);
    }

    /// <summary>Creates the PostgreSQL database if the server does not have it. A SQLite file is created when it is opened.</summary>
    /// <exception cref="JournalUnavailableException">The server cannot be used, or this user may not create a database.</exception>
    /// <exception cref="ArgumentException">The connection string names no database.</exception>
    public static async Task CreateAsync(string connectionString, CancellationToken cancellation = default)
    {
        if (ConnectionString.Read(connectionString) is NpgsqlConnectionStringBuilder postgres)
            await PostgresJournal.CreateAsync(postgres, cancellation);
    }
}
