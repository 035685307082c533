using Microsoft.Extensions.Configuration;
using Npgsql;
using StackExchange.Redis;

namespace NatoServices.AppHost;

/// <summary>What can be chosen, by an argument (<c>--Name value</c>), the environment or <c>appsettings.json</c>.</summary>
internal static class Settings
{
    private const string Containers = "--containers";

    /// <summary>How many processes of Consensus run where they share PostgreSQL: enough for one to be lost or replaced unnoticed.</summary>
    private const int ConsensusReplicas = 3;

    /// <summary>The arguments as configuration takes them: <c>--containers</c> needs no value.</summary>
    public static string[] Arguments(string[] args) => [.. args.Select(a => a == Containers ? $"{Containers}=true" : a)];

    /// <summary>Whether PostgreSQL and Redis run as containers; else nothing but the SDK is needed.</summary>
    public static bool UsesContainers(this IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsPublishMode || builder.Configuration.GetValue<bool>("Containers");

    /// <summary>
    /// A PostgreSQL server that exists: the setting <c>Postgres</c>, in Npgsql's syntax, without a database: each service has its own there.
    /// </summary>
    /// <exception cref="DistributedApplicationException">It is not understood.</exception>
    public static string? ExistingPostgres(this IDistributedApplicationBuilder builder) => builder.Existing(
        "Postgres", "it must name a host and no database, for example \"Host=127.0.0.1;Username=nato;Password=…\"",
        text => new NpgsqlConnectionStringBuilder(text) is { Host: { Length: > 0 }, Database: null or "" });

    /// <summary>A Redis that exists: the setting <c>Redis</c>, in StackExchange.Redis' syntax.</summary>
    /// <exception cref="DistributedApplicationException">It is not understood.</exception>
    public static string? ExistingRedis(this IDistributedApplicationBuilder builder) => builder.Existing(
        "Redis", "it must name an endpoint, for example 127.0.0.1:6379,password=…",
        text => ConfigurationOptions.Parse(text).EndPoints.Count > 0);

    /// <summary>
    /// What the names of the services' databases begin with on a server that exists: the setting <c>DatabasePrefix</c>, so that several
    /// systems can share one.
    /// </summary>
    public static string DatabasePrefix(this IDistributedApplicationBuilder builder) => builder.Configuration["DatabasePrefix"] ?? "";

    /// <summary>How many processes of a service run: the setting <c>Replicas:{name}</c>.</summary>
    public static int ReplicasOf(this IDistributedApplicationBuilder builder, string service) =>
        builder.Configuration.GetValue($"Replicas:{service}", service == "consensus" && builder.SharesPostgres() ? ConsensusReplicas : 1);

    /// <summary>
    /// Where the SQLite files are: the setting <c>Data</c>. Unless told otherwise it is a folder of its own, so that what is tried out here
    /// leaves the record alone that Standalone keeps.
    /// </summary>
    public static string DataDirectory(this IDistributedApplicationBuilder builder) => Path.GetFullPath(
        builder.Configuration["Data"] ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "NatoServices", "aspire"));

    private static bool SharesPostgres(this IDistributedApplicationBuilder builder) =>
        builder.UsesContainers() || builder.ExistingPostgres() is not null;

    /// <summary>What is published brings its own servers.</summary>
    private static string? Existing(
        this IDistributedApplicationBuilder builder, string setting, string wanted, Func<string, bool> isUnderstood)
    {
        if (builder.ExecutionContext.IsPublishMode || builder.Configuration[setting] is not { } text) return null;
        try
        {
            if (!string.IsNullOrWhiteSpace(text) && isUnderstood(text)) return text;
        }
        catch (ArgumentException unknown)
        {
            // Its words, not the setting's: there may be a password in it.
            throw new DistributedApplicationException($"The setting {setting} is wrong: {unknown.Message.ReplaceLineEndings(" ")}; {wanted}.");
        }
        throw new DistributedApplicationException($"The setting {setting} is wrong: {wanted}.");
    }
}
