using System.Reflection;

namespace NatoServices.AppHost.Publishing;

/// <summary>Publishes the model for the target that the setting <c>Publish:Target</c> selects.</summary>
internal static class Publishing
{
    public const string ForCompose = "compose", ForKubernetes = "kubernetes";

    public const int HttpPort = 8080, GrpcPort = 8081;

    /// <summary>No persistence, because lost values are computed again. A full cache evicts keys instead of refusing writes.</summary>
    private const string CacheOnly = "--save '' --maxmemory 192mb --maxmemory-policy allkeys-lru";

    /// <summary>The published version: the AppHost's own, which all services share.</summary>
    private static string Version => Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    public static void AddPublishing(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsPublishMode) return;
        var telemetry = builder.AddParameter("otlp-endpoint", "", publishValueAsDefault: true);
        foreach (var service in builder.All<ProjectResource>()) service.AsPublished(telemetry);
        foreach (var cache in builder.All<RedisResource>()) cache.WithArgs(context => context.Args[^1] = $"{context.Args[^1]} {CacheOnly}");

        var target = builder.Configuration["Publish:Target"];
        if (target is not (ForCompose or ForKubernetes))
            throw new DistributedApplicationException($"Publish:Target is {ForCompose} or {ForKubernetes}, not '{target}'.");
        Publishers.Add(builder, target, Version);
    }

    public static List<IResourceBuilder<T>> All<T>(this IDistributedApplicationBuilder builder) where T : IResource =>
        [.. builder.Resources.OfType<T>().Select(builder.CreateResourceBuilder)];

    /// <summary>The default image of a service. A deployment can name another one.</summary>
    public static string ImageOf(string service) => $"natoservices/{service}:{Version}";

    /// <summary>Listens on the image's ports, with no proxy in front. If the parameter is empty, no telemetry is exported.</summary>
    private static void AsPublished(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> telemetry)
    {
        // Aspire adds an https endpoint for platforms that terminate TLS in front of the service.
        foreach (var https in service.Resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.UriScheme == "https").ToList())
            service.Resource.Annotations.Remove(https);
        service
            .WithEndpoint("http", endpoint => (endpoint.Port, endpoint.TargetPort) = (endpoint.TargetPort, HttpPort))
            .WithEndpoint("grpc", endpoint => (endpoint.Port, endpoint.TargetPort) = (endpoint.TargetPort, GrpcPort))
            .WithExternalHttpEndpoints()
            .DisableForwardedHeaders()
            .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry);
    }
}
