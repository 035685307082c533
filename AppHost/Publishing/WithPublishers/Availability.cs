using Aspire.Hosting.Kubernetes;

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
        service.AdditionalResources.Add(new PodDisruptionBudget
        {
            Metadata = { Name = $"{NameOf(service)}-budget" },
            Spec = new() { MaxUnavailable = 1, Selector = new(labels) },
        });
    }

    /// <summary>Allows calls from the release's own namespace only. Callers from elsewhere need a policy of their own.</summary>
    public static void AdmitNamespace(this KubernetesResource service) => service.Admit([new() { PodSelector = new() }], mayCall: true);

    /// <summary>Allows calls from the services only. The store itself may call nobody.</summary>
    public static void AdmitServices(this KubernetesResource store, IEnumerable<string> services) => store.Admit(
        [.. services.Select(service => new NetworkPolicyPeer { PodSelector = new(new Dictionary<string, string>(LabelsOf(store)) { [Component] = service }) })],
        mayCall: false);

    private static void Admit(this KubernetesResource resource, List<NetworkPolicyPeer> callers, bool mayCall)
    {
        var ports = resource.Workload!.PodTemplate.Spec.Containers[0].Ports
            .Select(port => new NetworkPolicyPort { Protocol = port.Protocol, Port = port.Name! });
        resource.AdditionalResources.Add(new NetworkPolicy
        {
            Metadata = { Name = $"{NameOf(resource)}-callers" },
            Spec = new()
            {
                PodSelector = new(LabelsOf(resource)),
                PolicyTypes = mayCall ? ["Ingress"] : ["Ingress", "Egress"],
                Ingress = [new() { From = callers, Ports = [.. ports] }],
            },
        });
    }

    private static Dictionary<string, string> LabelsOf(KubernetesResource resource) => resource.Workload!.PodTemplate.Metadata.Labels;

    private static string NameOf(KubernetesResource resource) => LabelsOf(resource)[Component];
}
