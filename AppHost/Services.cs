// Aspire still calls it experimental that certificates can be left out; its version is pinned.
#pragma warning disable ASPIRECERTIFICATES001

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

    /// <summary>
    /// Everything is plain HTTP on this machine: without this, the dashboard asks on every page for a development certificate.
    /// </summary>
    public static void WithoutCertificates(this IDistributedApplicationBuilder builder)
    {
        foreach (var project in builder.Resources.OfType<ProjectResource>().ToList())
            builder.CreateResourceBuilder(project).WithoutHttpsCertificate();
    }

    /// <summary>
    /// Aspire has every project trace everything. The services know better what is worth a trace: a caller's wish is followed, and what is
    /// asked again and again begins none.
    /// </summary>
    private static IResourceBuilder<ProjectResource> WithOwnSampling(this IResourceBuilder<ProjectResource> service) =>
        service.WithEnvironment(context => context.EnvironmentVariables.Remove("OTEL_TRACES_SAMPLER"));

    /// <summary>What records the reported case, once, and may be started again from the dashboard; nothing of it is published.</summary>
    public static IResourceBuilder<ProjectResource>? AddSeed<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() =>
        builder.ExecutionContext.IsRunMode
            ? builder.AddProject<TProject>(name).WithReferenceEnvironment(WhatServicesRead).WithReloadCommand()
            : null;
}
