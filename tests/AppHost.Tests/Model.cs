using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.AppHost.Tests;

/// <summary>The AppHost's model, built from its own entry point and not run.</summary>
/// <remarks>It isn't disposed either: that would have the entry point go on, and start the orchestrator only to stop it.</remarks>
internal sealed class Model
{
    private readonly DistributedApplication app;

    private Model(DistributedApplication app) => this.app = app;

    public IReadOnlyList<IResource> All => [.. app.Services.GetRequiredService<DistributedApplicationModel>().Resources];

    public IResource this[string name] => All.Single(r => r.Name == name);

    public static async Task<Model> OfAsync(params string[] args)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(args);
        return new(await builder.BuildAsync());
    }

    /// <summary>What a process of the resource is given, unresolved: expressions as the model has them.</summary>
    public async Task<Dictionary<string, string?>> EnvironmentOfAsync(string name)
    {
        var context = new EnvironmentCallbackContext(app.Services.GetRequiredService<DistributedApplicationExecutionContext>(), this[name]);
        foreach (var given in this[name].Annotations.OfType<EnvironmentCallbackAnnotation>()) await given.Callback(context);
        return context.EnvironmentVariables.ToDictionary(
            v => v.Key, v => v.Value is IManifestExpressionProvider expression ? expression.ValueExpression : v.Value.ToString());
    }

    /// <summary>What it waits for, and until when.</summary>
    public Dictionary<string, WaitType> WaitsOf(string name) =>
        this[name].Annotations.OfType<WaitAnnotation>().GroupBy(w => w.Resource.Name).ToDictionary(w => w.Key, w => w.First().WaitType);

    public IEnumerable<EndpointAnnotation> EndpointsOf(string name) => this[name].Annotations.OfType<EndpointAnnotation>();

    public int ReplicasOf(string name) => this[name].Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;

    public IEnumerable<string> CommandsOf(string name) => this[name].Annotations.OfType<ResourceCommandAnnotation>().Select(c => c.Name);
}
