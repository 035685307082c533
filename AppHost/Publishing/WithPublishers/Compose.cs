using System.Globalization;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;

namespace NatoServices.AppHost.Publishing;

/// <summary>The Docker Compose file: adjusts the publisher's output so that it runs without further changes.</summary>
internal static class Compose
{
    private const string ServiceUser = "1654:1654", PostgresUser = "999:999", RedisUser = "999:999";

    /// <summary>There is no authentication yet, so ports are published on the local machine only, unless a deployment changes it.</summary>
    private const string Loopback = "127.0.0.1";

    private static readonly string[] Secrets = ["POSTGRES_PASSWORD", "CACHE_PASSWORD"];

    public static void AddCompose(this IDistributedApplicationBuilder builder)
    {
        var services = builder.All<ProjectResource>().ToDictionary(s => s.Resource.Name, s => builder.ReplicasOf(s.Resource.Name));
        builder.AddDockerComposeEnvironment("compose")
            .WithDashboard(false)
            .ConfigureComposeFile(file => ShapeAll(file, services))
            .ConfigureEnvFile(settings => Explain(settings, services));
    }

    private static void ShapeAll(ComposeFile file, Dictionary<string, int> services)
    {
        var (postgres, cache) = (file.Services["postgres"], file.Services["cache"]);
        Shape(postgres, PostgresUser, memory: "512M", stopsWithin: "60s", scratch: ["/tmp", "/var/run/postgresql"]);
        // Over TCP: during its initial setup PostgreSQL answers on its socket only.
        StaysUp(postgres, "CMD", "pg_isready", "--host", Loopback, "--username", "postgres");
        Shape(cache, RedisUser, memory: "256M", stopsWithin: "10s", scratch: ["/data"]);
        StaysUp(cache, "CMD-SHELL", "REDISCLI_AUTH=\"$$REDIS_PASSWORD\" redis-cli ping | grep -q PONG");
        foreach (var store in new[] { postgres, cache }) store.Image = Placeholder($"{store.Name}_IMAGE", store.Image!);
        foreach (var (name, replicas) in services) ShapeService(file, file.Services[name], replicas);

        foreach (var service in file.Services.Values)
        {
            foreach (var dependency in service.DependsOn.Where(d => file.Services[d.Key].Healthcheck is not null))
                dependency.Value.Condition = "service_healthy";
            foreach (var (key, value) in service.Environment)
                service.Environment[key] = Secrets.Aggregate(value, (text, secret) =>
                    text.Replace($"${{{secret}}}", $"${{{secret}:?choose it in .env}}", StringComparison.Ordinal));
        }
    }

    private static void ShapeService(ComposeFile file, Service service, int replicas)
    {
        service.Image = Placeholder($"{service.Name}_IMAGE", Publishing.ImageOf(service.Name));
        service.Ports = [.. service.Ports.Select(port => Published(service.Name, port, replicas))];
        var title = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(service.Name);
        Shape(service, ServiceUser, memory: "256M", stopsWithin: "15s", scratch: ["/tmp"]);
        service.Deploy!.Replicas = replicas;
        StaysUp(service, "CMD", $"/app/NatoServices.{title}", "health");

        var migration = new Service
        {
            Name = $"{service.Name}-migrate",
            Image = service.Image,
            Command = ["migrate"],
            Environment = { ["ConnectionStrings__journal"] = service.Environment["ConnectionStrings__journal"] },
            DependsOn = { ["postgres"] = new() { Condition = "service_started" } },
            Networks = [.. service.Networks],
        };
        Shape(migration, ServiceUser, memory: "256M", stopsWithin: "15s", scratch: ["/tmp"]);
        file.AddService(migration);
        service.DependsOn[migration.Name] = new() { Condition = "service_completed_successfully" };
    }

    /// <summary>Not root, read-only file system except for the scratch directories, no capabilities, and resource limits.</summary>
    private static void Shape(Service service, string user, string memory, string stopsWithin, List<string> scratch)
    {
        service.User = user;
        service.ReadOnly = true;
        service.Tmpfs = scratch;
        service.CapDrop = ["ALL"];
        service.SecurityOpt = ["no-new-privileges:true"];
        service.StopGracePeriod = stopsWithin;
        service.Deploy = new() { Resources = new() { Limits = new ResourceSpec { Cpus = "1.0", Memory = memory } } };
    }

    private static void StaysUp(Service service, params string[] health)
    {
        service.Restart = "unless-stopped";
        service.Healthcheck = new Healthcheck { Test = [.. health], Interval = "5s", Timeout = "5s", Retries = 6, StartPeriod = "30s" };
    }

    /// <summary>"5103:8080" as <c>${CONSENSUS_HTTP:-127.0.0.1:5103-5105}:8080</c>: each process takes one port of the range.</summary>
    private static string Published(string service, string port, int replicas) => port.Split(':') is [var outside, var inside]
        ? $"{Placeholder(PortSetting(service, inside), $"{Loopback}:{RangeFrom(outside, replicas)}")}:{inside}"
        : port;

    private static string RangeFrom(string port, int replicas) => replicas == 1
        ? port
        : string.Create(CultureInfo.InvariantCulture, $"{port}-{int.Parse(port, CultureInfo.InvariantCulture) + replicas - 1}");

    private static string PortSetting(string service, string inside) =>
        $"{service}_{(inside == Publishing.HttpPort.ToString(CultureInfo.InvariantCulture) ? "HTTP" : "GRPC")}";

    private static string Placeholder(string setting, string otherwise) => $"${{{setting.ToUpperInvariant()}:-{otherwise}}}";

    private static void Explain(IDictionary<string, CapturedEnvironmentVariable> settings, Dictionary<string, int> services)
    {
        foreach (var secret in Secrets) settings[secret].Description = "Required. A password of letters and digits.";
        settings["OTLP_ENDPOINT"].Description = "Where traces, metrics and logs go, for example http://collector:4317. Empty: nowhere.";
        foreach (var image in settings.Where(s => s.Key.EndsWith("_IMAGE", StringComparison.Ordinal)))
            image.Value.Description += $". Empty: {Publishing.ImageOf(image.Key[..^"_IMAGE".Length].ToLowerInvariant())}";
        foreach (var (service, replicas) in services)
        {
            foreach (var (setting, protocol) in new[] { ($"{service}_HTTP", "REST"), ($"{service}_GRPC", "gRPC") })
            {
                var name = setting.ToUpperInvariant();
                var where = replicas == 1 ? "for example 0.0.0.0:8080" : $"with a port for each of {replicas} processes";
                settings[name] = new()
                {
                    Name = name,
                    Description = $"Where {service} is reached by {protocol}, {where}. Empty: on this machine alone.",
                };
            }
        }
    }
}
