using Microsoft.Extensions.Configuration;

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

    /// <summary>How many processes of a service run: the setting <c>Replicas:{name}</c>.</summary>
    public static int ReplicasOf(this IDistributedApplicationBuilder builder, string service) =>
        builder.Configuration.GetValue($"Replicas:{service}", service == "consensus" && builder.UsesContainers() ? ConsensusReplicas : 1);

    /// <summary>
    /// Where the SQLite files are: the setting <c>Data</c>. Unless told otherwise it is a folder of its own, so that what is tried out here
    /// leaves the record alone that Standalone keeps.
    /// </summary>
    public static string DataDirectory(this IDistributedApplicationBuilder builder) => Path.GetFullPath(
        builder.Configuration["Data"] ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "NatoServices", "aspire"));
}
