// Aspire marks running without certificates as experimental. Its version is pinned.
#pragma warning disable ASPIRECERTIFICATES001

using NatoServices.AppHost.Publishing;

namespace NatoServices.AppHost;

/// <summary>The common setup of all services, and the seed that records the reported case.</summary>
internal static class Services
{
    private const ReferenceEnvironmentInjectionFlags WhatServicesRead =
        ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery;

    /// <summary>Adds journal, cache, health check and links. The ports come from the service's own <c>appsettings.json</c>.</summary>
    public static IResourceBuilder<ProjectResource> AsService(
        this IResourceBuilder<ProjectResource> service, Journals journals, IResourceBuilder<IResourceWithConnectionString> cache)
    {
        var (journal, migration) = journals(service);
        if (migration is not null) service.WaitForCompletion(migration);
        return service
            .WithReferenceEnvironment(WhatServicesRead)
            .WithOwnSampling()
            .WithReference(journal, connectionName: "journal").WaitFor(journal)
            .WithReference(cache).WaitFor(cache)
            .WithReplicas(service.ApplicationBuilder.ReplicasOf(service.Resource.Name))
            .WithHttpHealthCheck("/health", endpointName: "http")
            .WithUrlForEndpoint("http", url => url.DisplayText = "REST")
            .WithUrlForEndpoint("http", _ => new() { Url = "/health", DisplayText = "Health" })
            .WithUrlForEndpoint("grpc", url => url.DisplayText = "gRPC");
    }

    /// <summary>Everything is plain HTTP here. Without this call, every page of the dashboard asks for a development certificate.</summary>
    public static void WithoutCertificates(this IDistributedApplicationBuilder builder)
    {
        foreach (var project in builder.All<ProjectResource>()) project.WithoutHttpsCertificate();
    }

    /// <summary>
    /// Removes Aspire's sampler setting, which makes every project trace everything. The services' own sampling follows the caller's
    /// decision, and starts no trace for requests that are repeated all the time.
    /// </summary>
    private static IResourceBuilder<ProjectResource> WithOwnSampling(this IResourceBuilder<ProjectResource> service) =>
        service.WithEnvironment(context => context.EnvironmentVariables.Remove("OTEL_TRACES_SAMPLER"));

    /// <summary>
    /// Adds the seed, which records the reported case once and can be restarted from the dashboard. It is not published (null).
    /// </summary>
    public static IResourceBuilder<ProjectResource>? AddSeed<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.ExecutionContext.IsRunMode
            ? builder.AddProject<TProject>(name).WithReferenceEnvironment(WhatServicesRead).WithReloadCommand()
            : null;
}
