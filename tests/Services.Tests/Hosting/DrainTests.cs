using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NatoServices.Members;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>How long a service that stops waits for its calls.</summary>
public sealed class DrainTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(20, "--shutdownTimeoutSeconds=20")]
    public async Task A_service_waits_for_its_calls_four_seconds_unless_told_otherwise(int seconds, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("nato-drain-");
        await using (var app = await MembersApp.CreateAsync(
            [$"--ConnectionStrings:journal=Data Source={Path.Combine(folder.FullName, "members.db")}", .. settings]))
            Assert.Equal(seconds, app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.TotalSeconds);
        folder.Delete(recursive: true);
    }
}
