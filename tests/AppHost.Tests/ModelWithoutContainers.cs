// Aspire still calls certificates experimental; its version is pinned.
#pragma warning disable ASPIRECERTIFICATES001

namespace NatoServices.AppHost.Tests;

/// <summary>The model that runs with nothing but the SDK.</summary>
public sealed class ModelWithoutContainers(ModelWithoutContainers.Built built) : IClassFixture<ModelWithoutContainers.Built>
{
    private readonly Model model = built.Model;

    [Fact]
    public void No_container_is_in_the_model() => Assert.DoesNotContain(model.All, r => r.IsContainer());

    [Theory]
    [InlineData("members", 5101, 5201)]
    [InlineData("candidates", 5102, 5202)]
    [InlineData("consensus", 5103, 5203)]
    public void A_service_has_the_endpoints_that_it_says_itself(string service, int http, int grpc)
    {
        var endpoints = model.EndpointsOf(service).OrderBy(e => e.Port).ToList();
        Assert.Equal([("http", http, "http"), ("grpc", grpc, "http2")], endpoints.Select(e => (e.Name, e.Port!.Value, e.Transport)));
    }

    [Theory]
    [InlineData("members")]
    [InlineData("candidates")]
    [InlineData("consensus")]
    public async Task A_service_has_a_file_of_its_own_and_the_shared_cache(string service)
    {
        var environment = await model.EnvironmentOfAsync(service);
        Assert.Equal($"{{{service}-journal.connectionString}}", environment["ConnectionStrings__journal"]);
        Assert.Equal("{cache.connectionString}", environment["ConnectionStrings__cache"]);
        var journal = (IResourceWithConnectionString)model[$"{service}-journal"];
        Assert.Equal($"Data Source={Path.Combine(built.Data, $"{service}.db")}", await journal.GetConnectionStringAsync());
        var cache = (IResourceWithConnectionString)model["cache"];
        Assert.Equal("{garnet.bindings.redis.host}:{garnet.bindings.redis.port}", cache.ConnectionStringExpression.ValueExpression);
    }

    [Fact]
    public async Task Services_are_found_by_name_and_never_the_other_way()
    {
        Assert.DoesNotContain(await model.EnvironmentOfAsync("members"), v => v.Key.StartsWith("services__", StringComparison.Ordinal));
        Assert.Equal(["members"], Called(await model.EnvironmentOfAsync("candidates")));
        Assert.Equal(["candidates", "members"], Called(await model.EnvironmentOfAsync("consensus")));
        Assert.Equal(["candidates", "consensus", "members"], Called(await model.EnvironmentOfAsync("seed")));
    }

    [Fact]
    public void Each_starts_once_those_before_it_are_well()
    {
        Assert.Equal(WaitType.WaitUntilHealthy, model.WaitsOf("cache")["garnet"]);
        (string, string)[] order =
            [("members", "cache"), ("candidates", "members"), ("consensus", "members"), ("consensus", "candidates"), ("seed", "consensus")];
        foreach (var (later, earlier) in order)
            Assert.Equal(WaitType.WaitUntilHealthy, model.WaitsOf(later)[earlier]);
        foreach (var service in new[] { "garnet", "members", "candidates", "consensus" })
            Assert.NotEmpty(model[service].Annotations.OfType<HealthCheckAnnotation>());
    }

    [Fact]
    public void As_many_processes_run_as_the_setting_says()
    {
        Assert.Equal(2, model.ReplicasOf("consensus"));
        Assert.Equal(1, model.ReplicasOf("members"));
    }

    [Fact]
    public void The_dashboard_offers_to_verify_the_records_once_and_to_load_the_seed()
    {
        Assert.Equal(["consensus-journal"], model.All.Select(r => r.Name).Where(name => model.CommandsOf(name).Contains("verify-records")));
        Assert.Contains("load-seed", model.CommandsOf("seed"));
    }

    [Fact]
    public void The_dashboard_shows_what_belongs_to_what_and_where_it_is()
    {
        Assert.Equal("cache", model.ParentOf("garnet"));
        foreach (var service in new[] { "members", "candidates", "consensus" })
        {
            Assert.Equal(service, model.ParentOf($"{service}-journal"));
            Assert.Equal(Path.Combine(built.Data, $"{service}.db"), model.SourceOf($"{service}-journal"));
        }
    }

    [Fact]
    public void Nothing_asks_for_a_certificate() => Assert.All(model.All.OfType<ProjectResource>(), project =>
    {
        Assert.DoesNotContain(model.EndpointsOf(project.Name), e => e.UriScheme == "https");
        Assert.True(project.Annotations.OfType<HttpsCertificateAnnotation>().Last() is { Certificate: null, UseDeveloperCertificate: not true });
    });

    private static IEnumerable<string> Called(Dictionary<string, string?> environment) => environment.Keys
        .Where(k => k.StartsWith("services__", StringComparison.Ordinal) && k.EndsWith("__grpc__0", StringComparison.Ordinal))
        .Select(k => k.Split("__")[1]).Order();

    public sealed class Built : IAsyncLifetime
    {
        public string Data { get; } = Directory.CreateTempSubdirectory("nato-apphost-").FullName;

        internal Model Model { get; private set; } = null!;

        public async Task InitializeAsync() => Model = await Model.OfAsync("--Data", Data, "--Replicas:consensus", "2");

        public async Task DisposeAsync()
        {
            await Model.DisposeAsync();
            Assert.Empty(Directory.EnumerateFileSystemEntries(Data));
            Directory.Delete(Data);
        }
    }
}
