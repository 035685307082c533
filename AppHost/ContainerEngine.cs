using Aspire.Hosting.Publishing;
using Microsoft.Extensions.DependencyInjection;

// Aspire marks the container runtime lookup as experimental. Its version is pinned, and the message below is tested.
#pragma warning disable ASPIRECONTAINERRUNTIME001

namespace NatoServices.AppHost;

internal static class ContainerEngine
{
    /// <summary>Requires a container engine. Aspire starts without one, and the services would wait for their containers forever.</summary>
    public static void RequireContainerEngine(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsRunMode && builder.Resources.Any(resource => resource.IsContainer()))
            builder.Eventing.Subscribe<BeforeStartEvent>(async (starting, cancellation) =>
            {
                var engine = await starting.Services.GetRequiredService<IContainerRuntimeResolver>().ResolveAsync(cancellation);
                if (await engine.CheckIfRunningAsync(cancellation)) return;
                throw new DistributedApplicationException(
                    $"--containers needs a container engine, and {engine.Name} does not answer: start Docker or Podman, or leave --containers out.");
            });
    }
}
