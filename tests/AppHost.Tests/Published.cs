using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace NatoServices.AppHost.Tests;

/// <summary>What the AppHost publishes for one target, in a folder that goes away.</summary>
public abstract class Published(string target) : IAsyncLifetime
{
    /// <summary>Passwords as a developer's machine has them: none of them may be found in what is published.</summary>
    private const string Secret = "not-to-be-published";

    private readonly string folder = Directory.CreateTempSubdirectory("nato-published-").FullName;

    public IReadOnlyDictionary<string, string> Files { get; private set; } = new Dictionary<string, string>();

    public async Task InitializeAsync()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
        [
            "--operation", "publish", "--step", "publish", "--output-path", folder, "--Publish:Target", target,
            "--Parameters:postgres-password", Secret, "--Parameters:cache-password", Secret,
        ]);
        await using var app = await builder.BuildAsync();
        await app.StartAsync();
        await app.Services.GetRequiredService<IHost>().WaitForShutdownAsync();
        Files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Nothing of what must stay secret is in any file.</summary>
    public void AssertKeepsSecrets()
    {
        Assert.NotEmpty(Files);
        Assert.All(Files, file => Assert.DoesNotContain(Secret, file.Value, StringComparison.Ordinal));
    }
}
