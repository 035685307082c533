using System.Text.RegularExpressions;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

// The pipeline is still called experimental; the version of Aspire is pinned, and what this makes of the file is tested.
#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004

namespace NatoServices.AppHost.Publishing;

/// <summary>
/// The chart's <c>values.yaml</c>: the images, and each secret once. The publisher has every service look for a copy of its own, which it does
/// not list.
/// </summary>
internal static partial class ChartValues
{
    /// <summary>The first that has a process sleep before it stops without being told of a feature gate, and without a shell.</summary>
    private const string OldestKubernetes = ">= 1.30.0-0";

    /// <summary>The image of a store, as a template finds it.</summary>
    public static string ImageOf(string store) => $"{{{{ .Values.parameters.{store}.{store}_image }}}}";

    /// <summary>Takes the passwords from where their owner has them, and refuses to install without.</summary>
    public static void ShareSecrets(Secret secret)
    {
        foreach (var (key, template) in secret.StringData)
            secret.StringData[key] = Password().Replace(template, "{{ required `choose secrets.$1.$1_password` .Values.secrets.$1.$1_password }}");
    }

    /// <summary>Rewrites the file once the publisher has written it.</summary>
    public static void AddChartValues(this IDistributedApplicationBuilder builder)
    {
        var services = builder.Services().Select(s => s.Resource.Name).ToList();
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
