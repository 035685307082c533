using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace NatoServices.AppHost.Publishing;

/// <summary>The Helm chart: adjusts the publisher's output so that it runs without further changes.</summary>
internal static class Kubernetes
{
    private const long ServiceUser = 1654, PostgresUser = 999, RedisUser = 999;

    /// <summary>In seconds: how long a stopping process keeps serving while the cluster removes its address.</summary>
    private const long Forgotten = 5;

    public static void AddKubernetes(this IDistributedApplicationBuilder builder, string version)
    {
        builder.AddKubernetesEnvironment("kubernetes")
            .WithDashboard(false)
            .WithHelm(chart => chart
                .WithChartName("natoservices")
                .WithChartVersion(version)
                .WithChartDescription("NatoServices: Members, Candidates and Consensus, with PostgreSQL and Redis."));

        var services = builder.All<ProjectResource>().Select(service => service.Resource.Name).ToList();
        foreach (var service in builder.All<ProjectResource>()) service.PublishAsKubernetesService(ShapeService);
        foreach (var postgres in builder.All<PostgresServerResource>())
            postgres.PublishAsKubernetesService(store => ShapeStore(
                store, services, PostgresUser, memory: "512Mi", scratch: ["/tmp", "/var/run/postgresql"], "pg_isready --host 127.0.0.1 --username postgres"));
        foreach (var redis in builder.All<RedisResource>())
            redis.PublishAsKubernetesService(store => ShapeStore(
                store, services, RedisUser, memory: "256Mi", scratch: ["/data"], "REDISCLI_AUTH=\"$REDIS_PASSWORD\" redis-cli ping | grep -q PONG"));
        builder.AddChartValues();
    }

    private static void ShapeService(KubernetesResource service)
    {
        var deployment = (Deployment)service.Workload!;
        // A new pod must be ready before an old one stops.
        deployment.Spec.Strategy.RollingUpdate.MaxUnavailable = 0;
        // Pods read their settings only when they start, so a change must replace them.
        deployment.Spec.Template.Metadata.Annotations["settings"] = "{{ list .Values.config .Values.secrets | toJson | sha256sum }}";
        var pod = Shape(service, ServiceUser, memory: "256Mi", scratch: ["/tmp"]);
        var container = pod.Containers[0];
        container.StartupProbe = Asks("/alive", every: 2, fails: 60);
        container.ReadinessProbe = Asks("/health", every: 5, fails: 2);
        container.LivenessProbe = Asks("/alive", every: 10, fails: 3);
        container.Lifecycle = new() { PreStop = new() { Sleep = new() { Seconds = Forgotten }, Exec = null!, HttpGet = null!, TcpSocket = null! } };
        pod.TerminationGracePeriodSeconds = Forgotten + 15;

        var migration = new ContainerV1 { Name = "migrate", Image = container.Image, ImagePullPolicy = container.ImagePullPolicy };
        Shape(migration, memory: "256Mi", scratch: ["/tmp"]);
        migration.Args.Add("migrate");
        migration.EnvFrom.Add(new() { SecretRef = new() { Name = service.Secret!.Metadata.Name } });
        pod.InitContainers.Add(migration);
        ChartValues.ShareSecrets(service.Secret);
        service.SurviveNodes();
        service.AdmitNamespace();
    }

    private static void ShapeStore(
        KubernetesResource store, List<string> services, long user, string memory, string[] scratch, string health)
    {
        var set = (StatefulSet)store.Workload!;
        set.Spec.ServiceName = store.Service!.Metadata.Name;
        ClaimVolumes(set);
        var pod = Shape(store, user, memory, scratch);
        pod.TerminationGracePeriodSeconds = 60;
        var container = pod.Containers[0];
        container.Image = ChartValues.ImageOf(container.Name);
        container.StartupProbe = Runs(health, every: 2, fails: 60);
        container.ReadinessProbe = Runs(health, every: 5, fails: 3);
        container.LivenessProbe = Runs(health, every: 20, fails: 6);
        ChartValues.ShareSecrets(store.Secret!);
        store.AdmitServices(services);
    }

    /// <summary>The claims belong to the StatefulSet, not to the chart: uninstalling the chart keeps the records.</summary>
    private static void ClaimVolumes(StatefulSet set)
    {
        foreach (var volume in set.PodTemplate.Spec.Volumes)
        {
            var claim = new PersistentVolumeClaim { Metadata = { Name = volume.Name } };
            claim.Spec.AccessModes.Add("ReadWriteOnce");
            claim.Spec.Resources.Requests["storage"] = "5Gi";
            set.Spec.VolumeClaimTemplates.Add(claim);
        }
        set.PodTemplate.Spec.Volumes.Clear();
    }

    /// <summary>Not root, read-only file system except for the scratch directories, no capabilities, and resource limits.</summary>
    private static PodSpecV1 Shape(KubernetesResource resource, long user, string memory, string[] scratch)
    {
        var pod = resource.Workload!.PodTemplate.Spec;
        pod.SecurityContext = new()
        {
            RunAsNonRoot = true,
            RunAsUser = user,
            RunAsGroup = user,
            FsGroup = user,
            FsGroupChangePolicy = "OnRootMismatch",
            SeccompProfile = new() { Type = "RuntimeDefault" },
        };
        pod.AutomountServiceAccountToken = false;
        pod.EnableServiceLinks = false;
        pod.Volumes.AddRange(scratch.Select(path => new VolumeV1 { Name = ScratchName(path), EmptyDir = new() }));
        Shape(pod.Containers[0], memory, scratch);
        return pod;
    }

    private static void Shape(ContainerV1 container, string memory, string[] scratch)
    {
        container.SecurityContext = new()
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            Capabilities = new() { Drop = { "ALL" } },
        };
        container.Resources = new() { Requests = { ["cpu"] = "100m", ["memory"] = memory }, Limits = { ["cpu"] = "1", ["memory"] = memory } };
        container.VolumeMounts.AddRange(scratch.Select(path => new VolumeMountV1 { Name = ScratchName(path), MountPath = path }));
    }

    /// <summary>"/var/run/postgresql" as "var-run-postgresql".</summary>
    private static string ScratchName(string path) => path[1..].Replace('/', '-');

    private static ProbeV1 Asks(string path, int every, int fails) =>
        Repeated(new() { HttpGet = new() { Path = path, Port = "http" } }, every, fails);

    private static ProbeV1 Runs(string command, int every, int fails) =>
        Repeated(new() { Exec = new() { Command = { "/bin/sh", "-c", command } } }, every, fails);

    private static ProbeV1 Repeated(ProbeV1 probe, int every, int fails)
    {
        (probe.PeriodSeconds, probe.TimeoutSeconds, probe.FailureThreshold) = (every, 5, fails);
        return probe;
    }
}
