using System.Data.Common;

namespace NatoServices.AppHost;

/// <summary>Where a service keeps its record.</summary>
/// <param name="Database">How it connects.</param>
/// <param name="Migration">What makes the database and its schema and ends, where somebody has to.</param>
internal sealed record Journal(IResourceBuilder<IResourceWithConnectionString> Database, IResourceBuilder<ProjectResource>? Migration = null);

/// <summary>Gives a service the journal that is its own.</summary>
internal delegate Journal Journals(IResourceBuilder<ProjectResource> service);

/// <summary>
/// What the services keep their records in, and what they remember together: embedded, as containers, or on servers that exist.
/// </summary>
internal static class Stores
{
    /// <summary>More than the services open together: at most 20 a process.</summary>
    private const string MostConnections = "max_connections=300";

    /// <summary>
    /// In the volume whatever the image's version: by themselves images before 18 would keep the records outside of it, and each later
    /// version would begin anew beside those of the one before.
    /// </summary>
    private const string Records = "/var/lib/postgresql/journals";

    /// <summary>To the patch: what is deployed tomorrow is what was published.</summary>
    private const string RedisVersion = "8.6.7", PostgresVersion = "18.3";

    /// <summary>The cache that all services share, under the name by which they look for it.</summary>
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

    /// <summary>A journal for each service: a database of its own, or a file.</summary>
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

    /// <summary>The journal's name in the model.</summary>
    public static string NameFor(IResourceBuilder<ProjectResource> service) => $"{service.Resource.Name}-journal";

    private static IResourceBuilder<RedisResource> AddRedisContainer(this IDistributedApplicationBuilder builder)
    {
        var redis = builder.AddRedis("cache").WithImageTag(RedisVersion).WithLifetime(ContainerLifetime.Persistent);
        // What is published keeps nothing on disk.
        return builder.ExecutionContext.IsRunMode ? redis.WithDataVolume("natoservices-cache") : redis;
    }

    private static IResourceBuilder<PostgresServerResource> AddPostgresContainer(this IDistributedApplicationBuilder builder) =>
        builder.AddPostgres("postgres")
            .WithImageTag(PostgresVersion)
            .WithLifetime(ContainerLifetime.Persistent)
            .WithDataVolume("natoservices-journals")
            .WithEnvironment("PGDATA", Records)
            .WithArgs("-c", MostConnections);

    /// <summary>A database on a server that exists, made by the service's own errand before any process of it starts.</summary>
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

    /// <summary>It listens nowhere.</summary>
    private static void Errand(ProjectResourceOptions options) => (options.ExcludeKestrelEndpoints, options.ExcludeLaunchProfile) = (true, true);

    /// <summary>What the dashboard shows as the source of a connection, which has none by itself.</summary>
    private static IResourceBuilder<ConnectionStringResource> WithSource(
        this IResourceBuilder<ConnectionStringResource> connection, string source) =>
        connection.WithInitialState(connection.Resource.Annotations.OfType<ResourceSnapshotAnnotation>().Last().InitialSnapshot with
        {
            Properties = [new(CustomResourceKnownProperties.Source, source)],
        });
}
