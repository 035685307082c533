using Microsoft.Data.Sqlite;
using Npgsql;

namespace NatoServices.Journal.Tests;

public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("Data Source=")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Data Source=x;Colour=s3cret")]
    [InlineData("Host=h;Colour=s3cret")]
    [InlineData("Host=h;Port=s3cret")]
    [InlineData("Password=s3cret;Username=u")]
    [InlineData("postgres://")]
    [InlineData("postgres://u:s3cret@h/d?colour=red")]
    [InlineData("mysql://u:s3cret@h/d")]
    public async Task What_neither_engine_understands_is_refused_in_one_line(string text)
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Journals.OpenAsync(text, TimeProvider.System));
        Assert.DoesNotContain("s3cret", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Contains("'Data Source=<file>'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data Source=journal.db")]
    [InlineData("Filename=journal.db")]
    [InlineData("DataSource=journal.db;Default Timeout=3")]
    public void A_file_is_for_SQLite(string text) =>
        Assert.Equal("journal.db", Assert.IsType<SqliteConnectionStringBuilder>(ConnectionString.Read(text)).DataSource);

    [Theory]
    [InlineData("Host=h;Port=5433;Database=d;Username=u;Password=p w;SSL Mode=Require")]
    [InlineData("Server=h;Port=5433;Database=d;User Id=u;Password=p w;SSL Mode=Require")]
    [InlineData("postgres://u:p%20w@h:5433/d?sslmode=require")]
    [InlineData("postgresql://u:p%20w@h:5433/d?SSL%20Mode=Require")]
    public void A_host_is_for_PostgreSQL(string text)
    {
        var settings = Assert.IsType<NpgsqlConnectionStringBuilder>(ConnectionString.Read(text));
        Assert.Equal(
            ("h", 5433, "d", "u", "p w", SslMode.Require),
            (settings.Host, settings.Port, settings.Database, settings.Username, settings.Password, settings.SslMode));
    }
}
