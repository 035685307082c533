using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;

namespace NatoServices.AppHost.Publishing;

/// <summary>Keeps a service reachable while nodes come and go, and isolates a store from other callers.</summary>
internal static class Availability
{
    private const string Component = "app.kubernetes.io/component";

    /// <summary>Spreads the pods of a service over nodes, and lets a drain evict one pod at a time.</summary>
    public static void SurviveNodes(this KubernetesResource service)
    {
        var labels = service.Workload!.PodTemplate.Metadata.Labels;
        service.Workload.PodTemplate.Spec.TopologySpreadConstraints.Add(new()
        {
            TopologyKey = "kubernetes.io/hostname",
            MaxSkew = 1,
            // A cluster with a single node must still run all pods.
            WhenUnsatisfiable = "ScheduleAnyway",
            LabelSelector = new(labels),
        });
        service.AdditionalResources.Add(new UntypedResource("policy/v1", "PodDisruptionBudget")
        {
            Metadata = { Name = $"{NameOf(service)}-budget" },
            Spec = new() { ["maxUnavailable"] = 1, ["selector"] = new LabelSelectorV1(labels) },
        });
    }

    /// <summary>Allows calls from the release's own namespace only. Callers from elsewhere need a policy of their own.</summary>
    public static void AdmitNamespace(this KubernetesResource service) => service.Admit([new()], mayCall: true);

    /// <summary>Allows calls from the services only. The store itself may call nobody.</summary>
    public static void AdmitServices(this KubernetesResource store, IEnumerable<string> services) => store.Admit(
        services.Select(service => new LabelSelectorV1(new Dictionary<string, string>(LabelsOf(store)) { [Component] = service })), mayCall: false);

    private static void Admit(this KubernetesResource resource, IEnumerable<LabelSelectorV1> callers, bool mayCall)
    {
        var from = callers.Select(caller => new Dictionary<string, object> { ["podSelector"] = caller }).ToList();
        var ports = resource.Workload!.PodTemplate.Spec.Containers[0].Ports
            .Select(port => new Dictionary<string, object?> { ["protocol"] = port.Protocol, ["port"] = port.Name }).ToList();
        resource.AdditionalResources.Add(new UntypedResource("networking.k8s.io/v1", "NetworkPolicy")
        {
            Metadata = { Name = $"{NameOf(resource)}-callers" },
            Spec = new()
            {
                ["podSelector"] = new LabelSelectorV1(LabelsOf(resource)),
                ["policyTypes"] = mayCall ? new List<string> { "Ingress" } : ["Ingress", "Egress"],
                ["ingress"] = new List<Dictionary<string, object>> { new() { ["from"] = from, ["ports"] = ports } },
            },
        });
    }

    private static Dictionary<string, string> LabelsOf(KubernetesResource resource) => resource.Workload!.PodTemplate.Metadata.Labels;

    private static string NameOf(KubernetesResource resource) => LabelsOf(resource)[Component];
}
