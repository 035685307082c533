using System.Reflection;

namespace NatoServices.AppHost.Publishing;

/// <summary>Publishes the model for the target that the setting <c>Publish:Target</c> chooses.</summary>
internal static class Publishing
{
    /// <summary>The targets.</summary>
    public const string ForCompose = "compose", ForKubernetes = "kubernetes";

    /// <summary>The ports that the images listen on.</summary>
    public const int HttpPort = 8080, GrpcPort = 8081;

    /// <summary>
    /// What it forgets is computed again, so it keeps nothing on disk; what doesn't fit is forgotten instead of refused.
    /// </summary>
    private const string CacheOnly = "--save '' --maxmemory 192mb --maxmemory-policy allkeys-lru";

    /// <summary>The version that is published: the AppHost's own, which is every service's.</summary>
    private static string Version => Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    /// <summary>Adds the one environment that is published for, and what is published alike for both.</summary>
    public static void AddPublishing(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsPublishMode) return;
        var telemetry = builder.AddParameter("otlp-endpoint", "", publishValueAsDefault: true);
        foreach (var service in builder.Services()) service.AsPublished(telemetry);
        foreach (var cache in builder.Resources.OfType<RedisResource>().ToList())
            builder.CreateResourceBuilder(cache).WithArgs(context => context.Args[^1] = $"{context.Args[^1]} {CacheOnly}");

        var target = builder.Configuration["Publish:Target"];
        if (target is not (ForCompose or ForKubernetes))
            throw new DistributedApplicationException($"Publish:Target is {ForCompose} or {ForKubernetes}, not '{target}'.");
        Publishers.Add(builder, target, Version);
    }

    /// <summary>The services of the model.</summary>
    public static IEnumerable<IResourceBuilder<ProjectResource>> Services(this IDistributedApplicationBuilder builder) =>
        builder.Resources.OfType<ProjectResource>().Select(builder.CreateResourceBuilder).ToList();

    /// <summary>The image of a service, unless a deployment names another.</summary>
    public static string ImageOf(string service) => $"natoservices/{service}:{Version}";

    /// <summary>Listens on the image's ports and is found on its own; telemetry goes where a parameter says, which may be nowhere.</summary>
    private static void AsPublished(this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> telemetry)
    {
        // Aspire adds one for platforms that end TLS before the service.
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
