using System.Data.Common;

namespace NatoServices.AppHost;

/// <summary>
/// A service's journal. <paramref name="Migration"/> creates database and schema, then ends; null if that needs no process of its own.
/// </summary>
internal sealed record Journal(IResourceBuilder<IResourceWithConnectionString> Database, IResourceBuilder<ProjectResource>? Migration = null);

internal delegate Journal Journals(IResourceBuilder<ProjectResource> service);

/// <summary>The services' journals and their shared cache: embedded, as containers, or on existing servers.</summary>
internal static class Stores
{
    /// <summary>More than all services open together. A process opens at most 20 pooled connections and one for its writer.</summary>
    private const string MostConnections = "max_connections=300";

    /// <summary>
    /// Inside the volume for every image version. By default, images before 18 keep the records outside it, and each later version starts
    /// empty beside the older ones.
    /// </summary>
    private const string Records = "/var/lib/postgresql/journals";

    /// <summary>Pinned to the patch version, so that a later deployment runs what was published.</summary>
    private const string RedisVersion = "8.6.7", PostgresVersion = "18.3";

    /// <summary>The cache that all services share, under the name that they look up.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddCache(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExistingRedis() is { } address)
        {
            var server = builder.AddParameter("redis-server", address, secret: true);
            return builder.AddConnectionString("cache", ReferenceExpression.Create($"{server}"));
        }
        if (builder.UsesContainers()) return builder.AddRedisContainer();

        var garnet = builder.AddProject<Projects.EmbeddedCache>("garnet")
            .WithEndpoint(name: "redis", scheme: "tcp", env: "Cache__Port")
            .WithHttpHealthCheck("/health", endpointName: "http")
            .WithUrlForEndpoint("redis", url => url.DisplayText = "Redis protocol")
            .WithUrlForEndpoint("http", url => (url.Url, url.DisplayText) = ("/health", "Health"));
        var cache = builder.AddConnectionString(
                "cache", ReferenceExpression.Create($"{garnet.GetEndpoint("redis").Property(EndpointProperty.HostAndPort)}"))
            .WithSource("Garnet, in memory")
            .WaitFor(garnet);
        garnet.WithParentRelationship(cache);
        return cache;
    }

    public static Journals AddJournals(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExistingPostgres() is { } connection)
        {
            var server = builder.AddParameter("postgres-server", connection, secret: true);
            return service => builder.AddDatabase(service, server);
        }
        if (builder.UsesContainers())
        {
            var postgres = builder.AddPostgresContainer();
            return service => new(postgres.AddDatabase(NameFor(service), service.Resource.Name));
        }

        var directory = builder.DataDirectory();
        return service => new(builder.AddFile(service, Path.Combine(directory, $"{service.Resource.Name}.db")));
    }

    public static string NameFor(IResourceBuilder<ProjectResource> service) => $"{service.Resource.Name}-journal";

    private static IResourceBuilder<RedisResource> AddRedisContainer(this IDistributedApplicationBuilder builder)
    {
        var redis = builder.AddRedis("cache").WithImageTag(RedisVersion).WithLifetime(ContainerLifetime.Persistent);
        // The published cache persists nothing.
        return builder.ExecutionContext.IsRunMode ? redis.WithDataVolume("natoservices-cache") : redis;
    }

    private static IResourceBuilder<PostgresServerResource> AddPostgresContainer(this IDistributedApplicationBuilder builder) =>
        builder.AddPostgres("postgres")
            .WithImageTag(PostgresVersion)
            .WithLifetime(ContainerLifetime.Persistent)
            .WithDataVolume("natoservices-journals")
            .WithEnvironment("PGDATA", Records)
            .WithArgs("-c", MostConnections);

    /// <summary>A database on an existing server. The <c>migrate</c> command creates it before the service starts.</summary>
    private static Journal AddDatabase(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> server)
    {
        var (name, databaseName) = (service.Resource.Name, $"{builder.DatabasePrefix()}{service.Resource.Name}");
        var database = builder.AddConnectionString(NameFor(service), ReferenceExpression.Create($"{server};Database={databaseName}"))
            .WithSource($"PostgreSQL, database {databaseName}")
            .WithParentRelationship(service);
        var migration = builder.AddProject($"{name}-migrate", service.Resource.GetProjectMetadata().ProjectPath, Errand)
            .WithArgs("migrate")
            .WithReference(database, connectionName: "journal")
            .WithParentRelationship(service);
        return new(database, migration);
    }

    private static IResourceBuilder<IResourceWithConnectionString> AddFile(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> service, string path)
    {
        var connection = new DbConnectionStringBuilder { ["Data Source"] = path }.ConnectionString;
        return builder.AddConnectionString(NameFor(service), ReferenceExpression.Create($"{connection}"))
            .WithSource(path)
            .WithParentRelationship(service);
    }

    private static void Errand(ProjectResourceOptions options) => (options.ExcludeKestrelEndpoints, options.ExcludeLaunchProfile) = (true, true);

    /// <summary>Sets what the dashboard shows as the source of a connection; by default it shows none.</summary>
    private static IResourceBuilder<ConnectionStringResource> WithSource(
        this IResourceBuilder<ConnectionStringResource> connection, string source) =>
        connection.WithInitialState(connection.Resource.Annotations.OfType<ResourceSnapshotAnnotation>().Last().InitialSnapshot with
        {
            Properties = [new(CustomResourceKnownProperties.Source, source)],
        });
}
