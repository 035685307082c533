using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace NatoServices.AppHost.Tests;

/// <summary>Publishing, with the publishers and without.</summary>
public sealed class PublishingTests
{
    /// <summary>Passwords as a developer's machine has them: none of them may be found in what is published.</summary>
    private const string Secret = "not-to-be-published";

    [PublishersFact]
    public Task What_is_published_for_Compose_is_what_is_in_the_repository() => AssertPublishedAsync("compose", Published.Compose);

    [PublishersFact]
    public Task What_is_published_for_Kubernetes_is_what_is_in_the_repository() => AssertPublishedAsync("kubernetes", Published.Chart);

    [Fact]
    public async Task A_target_that_does_not_exist_is_refused_by_name()
    {
        var refused = await Assert.ThrowsAsync<DistributedApplicationException>(() => Model.OfAsync("--operation", "publish", "--Publish:Target", "nomad"));
        Assert.Equal("Publish:Target is compose or kubernetes, not 'nomad'.", refused.Message);
    }

    [Theory]
    [InlineData("compose")]
    [InlineData("kubernetes")]
    public async Task Without_the_publishers_it_says_in_one_line_how_to_build_with_them(string target)
    {
        var publishing = () => Model.OfAsync("--operation", "publish", "--Publish:Target", target);
        if (PublishersFactAttribute.AreCompiled)
        {
            await using var model = await publishing();
            Assert.Contains(model.All, r => r.Name == target);
            return;
        }
        var refused = await Assert.ThrowsAsync<DistributedApplicationException>(publishing);
        Assert.StartsWith($"To publish for {target}, build with the publishers: dotnet run --project AppHost -p:Publishing=true", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private static async Task AssertPublishedAsync(string target, string folder)
    {
        var output = Directory.CreateTempSubdirectory("nato-published-").FullName;
        try
        {
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [
                "--operation", "publish", "--step", "publish", "--output-path", output, "--Publish:Target", target,
                "--Parameters:postgres-password", Secret, "--Parameters:cache-password", Secret,
            ]);
            await using var app = await builder.BuildAsync();
            await app.StartAsync();
            await app.Services.GetRequiredService<IHost>().WaitForShutdownAsync();
            var (made, kept) = (Published.FilesBelow(output), Published.Files(folder));
            Assert.Equal(kept.Keys.Order(), made.Keys.Order());
            Assert.All(made, file => Assert.Equal(kept[file.Key], file.Value));
            Assert.All(made, file => Assert.DoesNotContain(Secret, file.Value, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }
}
