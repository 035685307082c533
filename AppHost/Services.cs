namespace NatoServices.AppHost;

/// <summary>What all services have in common, and what records the reported case.</summary>
internal static class Services
{
    private const ReferenceEnvironmentInjectionFlags WhatServicesRead =
        ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery;

    /// <summary>A service with its journal, the cache, its health and its links. Where it listens it says itself, in its <c>appsettings.json</c>.</summary>
    public static IResourceBuilder<ProjectResource> AsService(
        this IResourceBuilder<ProjectResource> service, Journals journals, IResourceBuilder<IResourceWithConnectionString> cache)
    {
        var journal = journals(service.Resource.Name);
        return service
            .WithReferenceEnvironment(WhatServicesRead)
            .WithReference(journal, connectionName: "journal").WaitFor(journal)
            .WithReference(cache).WaitFor(cache)
            .WithReplicas(service.ApplicationBuilder.ReplicasOf(service.Resource.Name))
            .WithHttpHealthCheck("/health", endpointName: "http")
            .WithUrlForEndpoint("http", url => url.DisplayText = "REST")
            .WithUrlForEndpoint("http", _ => new() { Url = "/health", DisplayText = "Health" })
            .WithUrlForEndpoint("grpc", url => url.DisplayText = "gRPC");
    }

    /// <summary>What records the reported case, once, and may be started again from the dashboard; nothing of it is published.</summary>
    public static IResourceBuilder<ProjectResource>? AddSeed<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.ExecutionContext.IsRunMode
            ? builder.AddProject<TProject>(name).WithReferenceEnvironment(WhatServicesRead).WithReloadCommand()
            : null;
}
