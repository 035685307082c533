using Microsoft.Data.Sqlite;
using NatoServices.Journal.Postgres;
using NatoServices.Journal.Sqlite;
using Npgsql;

namespace NatoServices.Journal;

/// <summary>Opens journals.</summary>
public static class Journals
{
    /// <summary>Which engine a connection string means, and where it is, without anything that is secret.</summary>
    /// <exception cref="ArgumentException">The connection string names no database.</exception>
    public static string Describe(string connectionString) => ConnectionString.Read(connectionString) is NpgsqlConnectionStringBuilder postgres
        ? $"PostgreSQL database {postgres.Database} at {postgres.Host}:{postgres.Port}"
        : "SQLite";

    /// <summary>
    /// Opens the journal at <paramref name="connectionString"/>, which alone decides the engine: <c>Data Source=…</c> is a
    /// SQLite file (created, with its directory, if absent), <c>Host=…</c> or a <c>postgres://</c> URL a PostgreSQL database.
    /// Checks that it can be used and brings its schema up to date, also when several processes do so at once.
    /// </summary>
    /// <exception cref="JournalUnavailableException">It cannot be used.</exception>
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

    /// <summary>
    /// Makes the PostgreSQL database that <paramref name="connectionString"/> names if the server has none; a SQLite file needs no making.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The server cannot be used, or does not let this user make one.</exception>
    /// <exception cref="ArgumentException">The connection string names no database.</exception>
    public static async Task CreateAsync(string connectionString, CancellationToken cancellation = default)
    {
        if (ConnectionString.Read(connectionString) is NpgsqlConnectionStringBuilder postgres)
            await PostgresJournal.CreateAsync(postgres, cancellation);
    }
}
