using System.Text.RegularExpressions;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

// Aspire marks the pipeline as experimental. Its version is pinned, and the resulting file is tested.
#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004

namespace NatoServices.AppHost.Publishing;

/// <summary>
/// Adds the images to the chart's <c>values.yaml</c>, and lists each secret once. The publisher's templates read a copy of a secret for
/// each service, but it does not list these copies.
/// </summary>
internal static partial class ChartValues
{
    /// <summary>The first version that supports a preStop sleep without a feature gate and without a shell in the image.</summary>
    private const string OldestKubernetes = ">= 1.30.0-0";

    public static string ImageOf(string store) => $"{{{{ .Values.parameters.{store}.{store}_image }}}}";

    /// <summary>Makes templates read a password from the values of its owner. If it is missing, the installation fails.</summary>
    public static void ShareSecrets(Secret secret)
    {
        foreach (var (key, template) in secret.StringData)
            secret.StringData[key] = Password().Replace(template, "{{ required `choose secrets.$1.$1_password` .Values.secrets.$1.$1_password }}");
    }

    /// <summary>Rewrites <c>values.yaml</c>, and the Kubernetes version in <c>Chart.yaml</c>, after the publisher.</summary>
    public static void AddChartValues(this IDistributedApplicationBuilder builder)
    {
        var services = builder.All<ProjectResource>().Select(s => s.Resource.Name).ToList();
        var stores = builder.Resources.OfType<ContainerResource>().ToDictionary(
            store => store.Name, store => store.TryGetContainerImageName(out var image) ? image : throw new InvalidOperationException(store.Name));
        builder.Pipeline.AddStep(
            "chart-values",
            async step =>
            {
                var file = Path.Combine(step.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory(), "values.yaml");
                var values = await File.ReadAllTextAsync(file, step.CancellationToken);
                await File.WriteAllTextAsync(file, Rewritten(values, services, stores), step.CancellationToken);
                var chart = Path.Combine(Path.GetDirectoryName(file)!, "Chart.yaml");
                var about = await File.ReadAllTextAsync(chart, step.CancellationToken);
                await File.WriteAllTextAsync(
                    chart, AnyKubernetes().Replace(about, $"kubeVersion: \"{OldestKubernetes}\""), step.CancellationToken);
            },
            dependsOn: "publish-kubernetes",
            requiredBy: WellKnownPipelineSteps.Publish);
    }

    private static string Rewritten(string values, List<string> services, Dictionary<string, string> stores)
    {
        foreach (var service in services)
        {
            values = values.Replace($"\"{service}:latest\"", $"\"{Publishing.ImageOf(service)}\"", StringComparison.Ordinal);
            values = values.Replace($"  {service}:\n    ConnectionStrings__journal: \"\"\n    ConnectionStrings__cache: \"\"\n", "", StringComparison.Ordinal);
        }
        var images = string.Concat(stores.Select(store => $"  {store.Key}:\n    {store.Key}_image: \"{store.Value}\"\n"));
        return values.Replace("parameters:\n", $"parameters:\n{images}", StringComparison.Ordinal);
    }

    [GeneratedRegex("kubeVersion: .*")]
    private static partial Regex AnyKubernetes();

    [GeneratedRegex(@"\{\{ \.Values\.secrets\.\w+\.(\w+)_password \}\}")]
    private static partial Regex Password();
}
