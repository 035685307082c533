using Aspire.Hosting.Publishing;
using Microsoft.Extensions.DependencyInjection;

// Aspire still calls its look for an engine experimental; its version is pinned, and what this says is tested.
#pragma warning disable ASPIRECONTAINERRUNTIME001

namespace NatoServices.AppHost;

/// <summary>What containers need, and Aspire starts without.</summary>
internal static class ContainerEngine
{
    /// <summary>Looks for a container engine ahead of everything else: without one, the containers would be waited for in vain.</summary>
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
