using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace NatoServices.AppHost.Tests;

/// <summary>The Docker Compose file that is in the repository.</summary>
public sealed class PublishedForCompose
{
    private static readonly Dictionary<string, string> Files = Published.Files(Published.Compose);

    private readonly YamlMappingNode services = (YamlMappingNode)Yaml.Read(Files["docker-compose.yaml"])["services"];

    [Fact]
    public void It_has_the_services_their_migrations_and_their_stores_and_nothing_else() => Assert.Equal(
        ["cache", "candidates", "candidates-migrate", "consensus", "consensus-migrate", "members", "members-migrate", "postgres"],
        services.Children.Keys.Select(k => k.ToString()).Order());

    [Fact]
    public void Nobody_is_root_writes_to_the_file_system_has_a_capability_or_takes_more_than_its_share() => Assert.All(services.Children, service =>
    {
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", service.Value["user"].ToString());
        Assert.Equal("true", service.Value["read_only"].ToString());
        Assert.Equal("ALL", service.Value["cap_drop"][0].ToString());
        Assert.Equal("no-new-privileges:true", service.Value["security_opt"][0].ToString());
        Assert.Matches("^[0-9]+M$", service.Value["deploy"]["resources"]["limits"]["memory"].ToString());
        Assert.NotEqual("0s", service.Value["stop_grace_period"].ToString());
    });

    [Theory]
    [InlineData("members", "Members")]
    [InlineData("candidates", "Candidates")]
    [InlineData("consensus", "Consensus")]
    public void A_service_starts_once_its_schema_is_up_to_date_and_those_before_it_are_well(string name, string title)
    {
        var (service, migration) = (services[name], services[$"{name}-migrate"]);
        Assert.Equal("service_completed_successfully", service["depends_on"][$"{name}-migrate"]["condition"].ToString());
        Assert.Equal("service_healthy", service["depends_on"]["cache"]["condition"].ToString());
        Assert.Equal("service_healthy", migration["depends_on"]["postgres"]["condition"].ToString());
        Assert.Equal("migrate", migration["command"][0].ToString());
        Assert.Equal(service["image"], migration["image"]);
        Assert.Equal(service["environment"]["ConnectionStrings__journal"], migration["environment"]["ConnectionStrings__journal"]);
        Assert.Equal(["CMD", $"/app/NatoServices.{title}", "health"], ((YamlSequenceNode)service["healthcheck"]["test"]).Select(t => t.ToString()));
        Assert.Equal("unless-stopped", service["restart"].ToString());
    }

    [Fact]
    public void Services_call_each_other_on_the_ports_of_their_images_and_are_reached_from_their_own_machine()
    {
        Assert.Equal("http://*:8081", services["members"]["environment"]["Kestrel__Endpoints__grpc__Url"].ToString());
        Assert.Equal("http://members:8081", services["consensus"]["environment"]["services__members__grpc__0"].ToString());
        Assert.Equal("http://candidates:8081", services["consensus"]["environment"]["services__candidates__grpc__0"].ToString());
        Assert.Equal(
            ["${CONSENSUS_GRPC:-127.0.0.1:5203-5205}:8081", "${CONSENSUS_HTTP:-127.0.0.1:5103-5105}:8080"],
            ((YamlSequenceNode)services["consensus"]["ports"]).Select(p => p.ToString()).Order());
        Assert.Matches("^\\$\\{CONSENSUS_IMAGE:-natoservices/consensus:[0-9.]+\\}$", services["consensus"]["image"].ToString());
    }

    [Fact]
    public void Each_service_has_a_database_of_its_own_whose_password_the_deployment_must_choose()
    {
        foreach (var name in new[] { "members", "candidates", "consensus" })
        {
            Assert.Equal(
                $"Host=postgres;Port=5432;Username=postgres;Password=${{POSTGRES_PASSWORD:?choose it in .env}};Database={name}",
                services[name]["environment"]["ConnectionStrings__journal"].ToString());
        }
        Assert.Contains("POSTGRES_PASSWORD=\n", Files[".env"], StringComparison.Ordinal);
        Assert.Contains("CACHE_PASSWORD=\n", Files[".env"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_records_are_on_a_volume_and_the_cache_keeps_nothing()
    {
        var volume = services["postgres"]["volumes"][0];
        Assert.Equal("natoservices-journals", volume["source"].ToString());
        Assert.StartsWith($"{volume["target"]}/", services["postgres"]["environment"]["PGDATA"].ToString(), StringComparison.Ordinal);
        Assert.Contains("--save ''", services["cache"]["command"][1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_image_has_a_version() => Assert.All(
        services.Children.Values, service => Assert.Matches(@":[0-9]+\.[0-9]+(\.[0-9]+)?\}$", service["image"].ToString()));

    [Fact]
    public async Task It_has_the_names_ports_processes_and_settings_of_the_model()
    {
        await using var model = await Model.OfAsync("--containers");
        Assert.Equal(
            model.All.Where(r => r.IsContainer()).Concat(PublishedModel.ServicesOf(model)).Select(r => r.Name).Order(),
            services.Children.Keys.Select(k => k.ToString()).Where(name => !name.EndsWith("-migrate", StringComparison.Ordinal)).Order());
        foreach (var name in PublishedModel.ServicesOf(model).Select(s => s.Name))
        {
            var service = services[name];
            Assert.Equal(model.ReplicasOf(name).ToString(CultureInfo.InvariantCulture), service["deploy"]["replicas"].ToString());
            Assert.Equal(
                model.EndpointsOf(name).Select(e => e.Port!.Value).Order(),
                ((YamlSequenceNode)service["ports"]).Select(p => FirstPort(p.ToString())).Order());
            Assert.Equal(
                (await model.EnvironmentOfAsync(name)).Keys.Where(PublishedModel.IsOurs).Order(),
                ((YamlMappingNode)service["environment"]).Children.Keys.Select(k => k.ToString()).Where(PublishedModel.IsOurs).Order());
        }
    }

    /// <summary>The first of the ports that are taken on the machine: 5103 of <c>${CONSENSUS_HTTP:-127.0.0.1:5103-5105}:8080</c>.</summary>
    private static int FirstPort(string published) =>
        int.Parse(published.Split("127.0.0.1:")[1].Split('-', '}')[0], CultureInfo.InvariantCulture);
}
