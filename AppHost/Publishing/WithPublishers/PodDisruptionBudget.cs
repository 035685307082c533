using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Serialization;

namespace NatoServices.AppHost.Publishing;

/// <summary>How many pods of a service a drain may evict at once (policy/v1).</summary>
internal sealed class PodDisruptionBudget() : BaseKubernetesResource("policy/v1", "PodDisruptionBudget")
{
    [YamlMember(Alias = "spec")]
    public required PodDisruptionBudgetSpec Spec { get; init; }
}

internal sealed class PodDisruptionBudgetSpec
{
    [YamlMember(Alias = "maxUnavailable")]
    public required int MaxUnavailable { get; init; }

    [YamlMember(Alias = "selector")]
    public required LabelSelectorV1 Selector { get; init; }
}
