using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Serialization;

namespace NatoServices.AppHost.Publishing;

/// <summary>A resource of a kind that the publisher has no type for.</summary>
internal sealed class UntypedResource(string apiVersion, string kind) : BaseKubernetesResource(apiVersion, kind)
{
    [YamlMember(Alias = "spec")]
    public required Dictionary<string, object> Spec { get; init; }
}
