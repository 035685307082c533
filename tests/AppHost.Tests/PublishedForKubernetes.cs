using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace NatoServices.AppHost.Tests;

/// <summary>The Helm chart that is in the repository, as it is once values stand where the templates name them.</summary>
public sealed partial class PublishedForKubernetes
{
    private static readonly Dictionary<string, string> Files = Published.Files(Published.Chart);

    private readonly List<object> objects = [.. Files.Where(f => f.Key.StartsWith("templates", StringComparison.Ordinal))
        // Strict: a field that Kubernetes doesn't know is a failure.
        .SelectMany(f => KubernetesYaml.LoadAllFromString(Rendered(f.Value, Yaml.Read(Files["values.yaml"])), strict: true))];

    private IEnumerable<V1PodSpec> Pods =>
        objects.OfType<V1Deployment>().Select(d => d.Spec.Template.Spec).Concat(objects.OfType<V1StatefulSet>().Select(s => s.Spec.Template.Spec));

    [Fact]
    public void It_has_the_services_and_their_stores_and_three_processes_of_Consensus()
    {
        Assert.Equal(
            [("candidates-deployment", 1), ("consensus-deployment", 3), ("members-deployment", 1)],
            objects.OfType<V1Deployment>().Select(d => (d.Metadata.Name, d.Spec.Replicas!.Value)).Order());
        Assert.Equal(["cache-statefulset", "postgres-statefulset"], objects.OfType<V1StatefulSet>().Select(s => s.Metadata.Name).Order());
    }

    [Fact]
    public void Nobody_is_root_writes_to_the_file_system_has_a_capability_or_takes_more_than_its_share() => Assert.All(Pods, pod =>
    {
        Assert.True(pod.SecurityContext is { RunAsNonRoot: true, RunAsUser: > 0, SeccompProfile.Type: "RuntimeDefault" });
        Assert.All(pod.Containers.Concat(pod.InitContainers ?? []), container =>
        {
            Assert.True(container.SecurityContext is { ReadOnlyRootFilesystem: true, AllowPrivilegeEscalation: false });
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Equal(["cpu", "memory"], container.Resources.Limits.Keys.Order());
        });
    });

    [Fact]
    public void Every_process_is_asked_how_it_is_in_the_words_that_Kubernetes_takes() => Assert.All(Pods.SelectMany(p => p.Containers), container =>
    {
        Assert.All([container.StartupProbe, container.ReadinessProbe, container.LivenessProbe], probe =>
            Assert.True(probe.Exec is not null || probe.HttpGet is { Port.Value: "http", Scheme: null or "HTTP" }));
    });

    [Fact]
    public void A_service_brings_its_schema_up_to_date_before_it_starts_and_is_replaced_without_a_gap() =>
        Assert.All(objects.OfType<V1Deployment>(), deployment =>
        {
            var pod = deployment.Spec.Template.Spec;
            Assert.Equal(["migrate"], pod.InitContainers.Single().Args);
            Assert.Equal(pod.Containers[0].Image, pod.InitContainers[0].Image);
            Assert.Equal(0, int.Parse(deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value));
            Assert.True(pod.TerminationGracePeriodSeconds > pod.Containers[0].Lifecycle.PreStop.Sleep.Seconds);
        });

    [Fact]
    public void Services_are_found_on_the_ports_of_their_services()
    {
        var config = objects.OfType<V1ConfigMap>().Single(c => c.Metadata.Name == "consensus-config").Data;
        Assert.Equal("http://members-service:5201", config["services__members__grpc__0"]);
        var ports = objects.OfType<V1Service>().Single(s => s.Metadata.Name == "members-service").Spec.Ports;
        Assert.Equal([("grpc", 5201, "8081"), ("http", 5101, "8080")], ports.Select(p => (p.Name, p.Port, p.TargetPort.Value)).Order());
    }

    [Fact]
    public void A_password_is_chosen_once_and_never_published()
    {
        Assert.Equal(["cache", "postgres"], ((YamlMappingNode)Yaml.Read(Files["values.yaml"])["secrets"]).Children.Keys.Select(k => k.ToString()).Order());
        Assert.Equal(
            "Host=postgres-service;Port=5432;Username=postgres;Password=chosen;Database=consensus",
            objects.OfType<V1Secret>().Single(s => s.Metadata.Name == "consensus-secrets").StringData["ConnectionStrings__journal"]);
    }

    [Fact]
    public void The_records_are_on_a_volume_that_outlives_the_chart()
    {
        var postgres = objects.OfType<V1StatefulSet>().Single(s => s.Metadata.Name == "postgres-statefulset").Spec;
        var claim = postgres.VolumeClaimTemplates.Single();
        Assert.Equal("5Gi", claim.Spec.Resources.Requests["storage"].ToString());
        var volume = postgres.Template.Spec.Containers[0].VolumeMounts.Single(m => m.Name == claim.Metadata.Name);
        var records = objects.OfType<V1ConfigMap>().Single(c => c.Metadata.Name == "postgres-config").Data["PGDATA"];
        Assert.StartsWith($"{volume.MountPath}/", records, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drain_takes_one_process_at_a_time_and_nodes_share_them() => Assert.All(objects.OfType<V1Deployment>(), deployment =>
    {
        var pods = deployment.Spec.Template.Metadata.Labels;
        var budget = objects.OfType<V1PodDisruptionBudget>().Single(b => Selects(b.Spec.Selector, pods)).Spec;
        Assert.Equal("1", budget.MaxUnavailable.Value);
        var spread = deployment.Spec.Template.Spec.TopologySpreadConstraints.Single();
        Assert.True(spread is { TopologyKey: "kubernetes.io/hostname", MaxSkew: 1, WhenUnsatisfiable: "ScheduleAnyway" });
        Assert.True(Selects(spread.LabelSelector, pods));
    });

    [Theory]
    [InlineData("postgres")]
    [InlineData("cache")]
    public void Only_the_services_reach_a_store_and_it_calls_nobody(string store)
    {
        var pods = objects.OfType<V1StatefulSet>().Single(s => s.Metadata.Name == $"{store}-statefulset").Spec.Template;
        var policy = objects.OfType<V1NetworkPolicy>().Single(p => Selects(p.Spec.PodSelector, pods.Metadata.Labels)).Spec;
        Assert.Equal(["Ingress", "Egress"], policy.PolicyTypes);
        Assert.Null(policy.Egress);
        var admitted = policy.Ingress.Single();
        Assert.Equal(pods.Spec.Containers[0].Ports.Select(p => p.Name), admitted.Ports.Select(p => p.Port.Value));
        Assert.All(objects.OfType<V1Deployment>(), service =>
            Assert.Contains(admitted.FromProperty, caller => Selects(caller.PodSelector, service.Spec.Template.Metadata.Labels)));
        Assert.All(objects.OfType<V1StatefulSet>(), other =>
            Assert.DoesNotContain(admitted.FromProperty, caller => Selects(caller.PodSelector, other.Spec.Template.Metadata.Labels)));
    }

    [Fact]
    public void A_service_is_reached_by_its_ports_from_the_namespace_alone() => Assert.All(objects.OfType<V1Deployment>(), deployment =>
    {
        var pods = deployment.Spec.Template;
        var policy = objects.OfType<V1NetworkPolicy>().Single(p => Selects(p.Spec.PodSelector, pods.Metadata.Labels)).Spec;
        Assert.Equal(["Ingress"], policy.PolicyTypes);
        var admitted = policy.Ingress.Single();
        Assert.Equal(["grpc", "http"], admitted.Ports.Select(p => p.Port.Value).Order());
        Assert.True(admitted.FromProperty.Single() is { PodSelector: not null, NamespaceSelector: null, IpBlock: null });
    });

    [Fact]
    public void Every_image_has_a_version() =>
        Assert.All(Pods.SelectMany(p => p.Containers), container => Assert.Matches(@":[0-9]+\.[0-9]+(\.[0-9]+)?$", container.Image));

    [Fact]
    public async Task It_has_the_names_ports_processes_and_settings_of_the_model()
    {
        await using var model = await Model.OfAsync("--containers");
        Assert.Equal(
            model.All.Where(r => r.IsContainer()).Concat(PublishedModel.ServicesOf(model)).Select(r => r.Name).Order(),
            objects.OfType<V1Service>().Select(s => s.Metadata.Name[..^"-service".Length]).Order());
        foreach (var name in PublishedModel.ServicesOf(model).Select(s => s.Name))
        {
            Assert.Equal(model.ReplicasOf(name), objects.OfType<V1Deployment>().Single(d => d.Metadata.Name == $"{name}-deployment").Spec.Replicas);
            Assert.Equal(
                model.EndpointsOf(name).Select(e => (e.Name, e.Port!.Value)).Order(),
                objects.OfType<V1Service>().Single(s => s.Metadata.Name == $"{name}-service").Spec.Ports.Select(p => (p.Name, p.Port)).Order());
            Assert.Equal(
                (await model.EnvironmentOfAsync(name)).Keys.Where(PublishedModel.IsOurs).Order(),
                objects.OfType<V1ConfigMap>().Single(c => c.Metadata.Name == $"{name}-config").Data.Keys
                    .Concat(objects.OfType<V1Secret>().Single(s => s.Metadata.Name == $"{name}-secrets").StringData.Keys)
                    .Where(PublishedModel.IsOurs).Order());
        }
    }

    private static bool Selects(V1LabelSelector selector, IDictionary<string, string> labels) =>
        selector.MatchLabels.All(wanted => labels.TryGetValue(wanted.Key, out var label) && label == wanted.Value);

    /// <summary>What helm would make of these templates: they name values, the chart and the release, and require passwords.</summary>
    private static string Rendered(string template, YamlNode values) => Expression().Replace(template, found =>
    {
        if (found.Groups["path"].Value is "Chart.Name" or "Release.Name") return "natoservices";
        var path = found.Groups["path"].Value.Split('.');
        Assert.Equal("Values", path[0]);
        var value = path.Skip(1).Aggregate(values, (node, key) => node[key]).ToString();
        return found.Groups["required"].Success && value == "" ? "chosen" : value;
    });

    [GeneratedRegex(@"\{\{ (?<required>required `[^`]+` )?\.(?<path>[\w.]+) \}\}")]
    private static partial Regex Expression();
}
