using Microsoft.Extensions.Configuration;
using Npgsql;
using StackExchange.Redis;

namespace NatoServices.AppHost;

/// <summary>The settings. Each comes from an argument (<c>--Name value</c>), the environment or <c>appsettings.json</c>.</summary>
internal static class Settings
{
    private const string Containers = "--containers";

    /// <summary>The number of Consensus processes that share PostgreSQL: enough to lose or replace one without an outage.</summary>
    private const int ConsensusReplicas = 3;

    /// <summary>Gives <c>--containers</c> the value that the configuration requires.</summary>
    public static string[] Arguments(string[] args) => [.. args.Select(a => a == Containers ? $"{Containers}=true" : a)];

    /// <summary>Whether PostgreSQL and Redis run as containers. If not, only the SDK is needed.</summary>
    public static bool UsesContainers(this IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsPublishMode || builder.Configuration.GetValue<bool>("Containers");

    /// <summary>
    /// The setting <c>Postgres</c>: an existing PostgreSQL server, in Npgsql's syntax. It names no database, because each service has its
    /// own. Null if it is not set.
    /// </summary>
    /// <exception cref="DistributedApplicationException">The value is invalid.</exception>
    public static string? ExistingPostgres(this IDistributedApplicationBuilder builder) => builder.Existing(
        "Postgres", "it must name a host and no database, for example \"Host=127.0.0.1;Username=nato;Password=…\"",
        text => new NpgsqlConnectionStringBuilder(text) is { Host: { Length: > 0 }, Database: null or "" });

    /// <summary>The setting <c>Redis</c>: an existing Redis, in StackExchange.Redis' syntax. Null if it is not set.</summary>
    /// <exception cref="DistributedApplicationException">The value is invalid.</exception>
    public static string? ExistingRedis(this IDistributedApplicationBuilder builder) => builder.Existing(
        "Redis", "it must name an endpoint, for example 127.0.0.1:6379,password=…",
        text => ConfigurationOptions.Parse(text).EndPoints.Count > 0);

    /// <summary>The setting <c>DatabasePrefix</c>, with which several systems can share an existing server.</summary>
    public static string DatabasePrefix(this IDistributedApplicationBuilder builder) => builder.Configuration["DatabasePrefix"] ?? "";

    public static int ReplicasOf(this IDistributedApplicationBuilder builder, string service) =>
        builder.Configuration.GetValue($"Replicas:{service}", service == "consensus" && builder.SharesPostgres() ? ConsensusReplicas : 1);

    /// <summary>
    /// The setting <c>Data</c>: the directory of the SQLite files. The default is a directory of its own, so that experiments here do not
    /// change the record that Standalone keeps.
    /// </summary>
    public static string DataDirectory(this IDistributedApplicationBuilder builder) => Path.GetFullPath(
        builder.Configuration["Data"] ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "NatoServices", "aspire"));

    private static bool SharesPostgres(this IDistributedApplicationBuilder builder) =>
        builder.UsesContainers() || builder.ExistingPostgres() is not null;

    /// <summary>Null when publishing, because a published deployment brings its own servers.</summary>
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
            // Only the parser's message, not the setting itself: the setting may contain a password.
            throw new DistributedApplicationException($"The setting {setting} is wrong: {unknown.Message.ReplaceLineEndings(" ")}; {wanted}.");
        }
        throw new DistributedApplicationException($"The setting {setting} is wrong: {wanted}.");
    }
}
