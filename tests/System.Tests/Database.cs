using Microsoft.Data.Sqlite;

namespace NatoServices.System.Tests;

/// <summary>A service's SQLite database in somebody else's hands.</summary>
internal static class Database
{
    /// <summary>Carries out statements.</summary>
    public static void Execute(string file, string sql)
    {
        using var connection = Open(file);
        Execute(connection, sql);
    }

    /// <summary>The one number that a query finds.</summary>
    public static long Number(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Takes the write lock: who writes there waits until it is given back.</summary>
    public static IDisposable Lock(string file)
    {
        var connection = Open(file);
        Execute(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False;Default Timeout={(int)Waiting.Longest.TotalSeconds}");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
