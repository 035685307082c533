using System.Net;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using NatoServices.Services.Tests.Hosting;

namespace NatoServices.Services.Tests.Wire;

/// <summary>What stands beside a service's own RPCs.</summary>
public sealed class SurroundingsTests(ServiceFixture services) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("members", "nato.members.v1.Members")]
    [InlineData("candidates", "nato.candidates.v1.Candidates")]
    public async Task Reflection_names_the_service(string service, string contract)
    {
        using var call = new ServerReflection.ServerReflectionClient(services[service].Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { ListServices = "" });
        await call.RequestStream.CompleteAsync();

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Contains(contract, call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name));
    }

    [Theory]
    [InlineData("members")]
    [InlineData("candidates")]
    public async Task Health_answers_over_gRPC_and_HTTP(string service)
    {
        var health = await new Health.HealthClient(services[service].Channel).CheckAsync(new());

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        foreach (var path in (string[])["/health", "/alive", "/"])
            Assert.Equal(HttpStatusCode.OK, (await services[service].Rest.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
    }
}
