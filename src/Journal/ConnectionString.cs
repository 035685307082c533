using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace NatoServices.Journal;

/// <summary>Parses a connection string, which alone decides the engine.</summary>
internal static class ConnectionString
{
    /// <summary>The settings of one engine or the other.</summary>
    /// <exception cref="ArgumentException">It fits neither engine. The message repeats no value: it may be a secret.</exception>
    public static DbConnectionStringBuilder Read(string text)
    {
        try
        {
            if (IsUrl(text) && FromUrl(new(text)) is { Host: not "" } url) return url;
            if (NamesServer(new() { ConnectionString = text })) return new NpgsqlConnectionStringBuilder(text);
            if (new SqliteConnectionStringBuilder(text) is var file && IsDurable(file)) return file;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Neither driver can parse it. The drivers' messages do not help the person who wrote it.
        }
        throw new ArgumentException(
            "The journal's connection string must be 'Data Source=<file>' for SQLite, "
            + "or 'Host=<host>;Database=<name>' or postgres://<host>/<name> for PostgreSQL, with settings that it knows.");
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    private static bool NamesServer(DbConnectionStringBuilder given) => given.ContainsKey("Host") || given.ContainsKey("Server");

    // An in-memory database keeps nothing, and a file: URI may name one.
    private static bool IsDurable(SqliteConnectionStringBuilder file) =>
        file.DataSource is not ("" or ":memory:") && file.Mode is not SqliteOpenMode.Memory
        && !file.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = url.Host, Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')) };
        if (url.Port > 0) settings.Port = url.Port;
        var user = url.UserInfo.Split(':', 2);
        if (user[0] is not "") settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) settings.Password = Uri.UnescapeDataString(user[1]);
        foreach (var setting in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = setting.Split('=', 2);
            settings[Uri.UnescapeDataString(parts[0])] = Uri.UnescapeDataString(parts[^1]);
        }
        return settings;
    }
}
