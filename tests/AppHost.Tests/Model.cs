namespace NatoServices.AppHost.Tests;

/// <summary>The AppHost's model, as its own entry point describes it: neither built nor run.</summary>
internal sealed class Model : IAsyncDisposable
{
    private readonly IDistributedApplicationTestingBuilder builder;

    private Model(IDistributedApplicationTestingBuilder builder) => this.builder = builder;

    public IReadOnlyList<IResource> All => [.. builder.Resources];

    public IResource this[string name] => All.Single(r => r.Name == name);

    public static async Task<Model> OfAsync(params string[] args) =>
        new(await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(args));

    /// <summary>What a process of the resource is given, unresolved: expressions as the model has them.</summary>
    public async Task<Dictionary<string, string?>> EnvironmentOfAsync(string name)
    {
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, this[name]);
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

    /// <summary>Under what the dashboard shows it.</summary>
    public string? ParentOf(string name) =>
        this[name].Annotations.OfType<ResourceRelationshipAnnotation>().SingleOrDefault(r => r.Type == "Parent")?.Resource.Name;

    /// <summary>What the dashboard shows as its source.</summary>
    public string? SourceOf(string name) => this[name].Annotations.OfType<ResourceSnapshotAnnotation>().Last().InitialSnapshot.Properties
        .SingleOrDefault(p => p.Name == "resource.source")?.Value?.ToString();

    public ValueTask DisposeAsync() => builder.DisposeAsync();
}
