using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Serialization;

namespace NatoServices.AppHost.Publishing;

/// <summary>Which pods may call a pod, and whether it may call others (networking.k8s.io/v1).</summary>
internal sealed class NetworkPolicy() : BaseKubernetesResource("networking.k8s.io/v1", "NetworkPolicy")
{
    [YamlMember(Alias = "spec")]
    public required NetworkPolicySpec Spec { get; init; }
}

internal sealed class NetworkPolicySpec
{
    [YamlMember(Alias = "podSelector")]
    public required LabelSelectorV1 PodSelector { get; init; }

    [YamlMember(Alias = "policyTypes")]
    public required List<string> PolicyTypes { get; init; }

    [YamlMember(Alias = "ingress")]
    public required List<NetworkPolicyIngress> Ingress { get; init; }
}

/// <summary>The allowed callers, and the ports that are open to them.</summary>
internal sealed class NetworkPolicyIngress
{
    [YamlMember(Alias = "from")]
    public required List<NetworkPolicyPeer> From { get; init; }

    [YamlMember(Alias = "ports")]
    public required List<NetworkPolicyPort> Ports { get; init; }
}

/// <summary>Pods of the release's namespace. An empty selector selects all of them.</summary>
internal sealed class NetworkPolicyPeer
{
    [YamlMember(Alias = "podSelector")]
    public required LabelSelectorV1 PodSelector { get; init; }
}

/// <summary>A port, by its name in the pod.</summary>
internal sealed class NetworkPolicyPort
{
    [YamlMember(Alias = "protocol")]
    public required string? Protocol { get; init; }

    [YamlMember(Alias = "port")]
    public required string Port { get; init; }
}
