using System.Data.Common;

namespace NatoServices.AppHost;

/// <summary>Gives a service, by name, the journal that is its own.</summary>
internal delegate IResourceBuilder<IResourceWithConnectionString> Journals(string service);

/// <summary>What the services keep their records in, and what they remember together.</summary>
internal static class Stores
{
    /// <summary>More than the services open together: at most 20 a process.</summary>
    private const string MostConnections = "max_connections=300";

    /// <summary>
    /// In the volume whatever the image's version: by themselves images before 18 would keep the records outside of it, and each later
    /// version would begin anew beside those of the one before.
    /// </summary>
    private const string Records = "/var/lib/postgresql/journals";

    /// <summary>The cache that all services share, under the name by which they look for it.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddCache(this IDistributedApplicationBuilder builder)
    {
        if (builder.UsesContainers()) return builder.AddRedis("cache");

        var garnet = builder.AddProject<Projects.EmbeddedCache>("garnet")
            .WithEndpoint(name: "redis", scheme: "tcp", env: "Cache__Port")
            .WithHttpHealthCheck("/health", endpointName: "http");
        return builder.AddConnectionString("cache", ReferenceExpression.Create($"{garnet.GetEndpoint("redis").Property(EndpointProperty.HostAndPort)}"))
            .WaitFor(garnet);
    }

    /// <summary>A journal for each service: a database of its own, or a file.</summary>
    public static Journals AddJournals(this IDistributedApplicationBuilder builder)
    {
        if (builder.UsesContainers())
        {
            var postgres = builder.AddPostgres("postgres")
                .WithDataVolume("natoservices-journals")
                .WithEnvironment("PGDATA", Records)
                .WithArgs("-c", MostConnections);
            return service => postgres.AddDatabase($"{service}-journal", service);
        }

        var directory = builder.DataDirectory();
        Directory.CreateDirectory(directory);
        return service =>
        {
            var file = new DbConnectionStringBuilder { ["Data Source"] = Path.Combine(directory, $"{service}.db") }.ConnectionString;
            return builder.AddConnectionString($"{service}-journal", ReferenceExpression.Create($"{file}"));
        };
    }
}
