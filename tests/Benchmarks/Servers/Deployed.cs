using System.Reflection;
using System.Runtime.InteropServices;

namespace NatoServices.Benchmarks.Servers;

/// <summary>The programs as they are deployed: published, compiled ahead of time (ReadyToRun) where the compiler can be had.</summary>
internal static class Deployed
{
    private static readonly Lazy<Task<string>> Publishing = new(PublishAsync);

    /// <summary>The assembly of a service or a yardstick.</summary>
    public static async Task<string> AssemblyAsync(string program) => Path.Combine(await Publishing.Value, program, $"NatoServices.{program}.dll");

    private static async Task<string> PublishAsync()
    {
        // Beside this program, so that the next run finds most of it done.
        var folder = Path.Combine(AppContext.BaseDirectory, "published");
        Console.WriteLine("Publishing the services and the yardsticks");
        foreach (var (source, program) in ((string, string)[])
            [("Source", "Members"), ("Source", "Candidates"), ("Source", "Consensus"), ("Yardsticks", "Bare"), ("Yardsticks", "Stores")])
        {
            var project = Path.Combine(Metadata(source), program);
            string[] publish =
                [
                    "publish", project, "-c", "Release", "--nologo", "-v", "quiet", "-o", Path.Combine(folder, program),
                    // Else each commit would have everything compiled anew.
                    "-p:IncludeSourceRevisionInInformationalVersion=false",
                ];
            try
            {
                await Tools.RunAsync("dotnet", [.. publish, "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-p:PublishReadyToRun=true", "-p:PublishDocumentationFiles=false"]);
            }
            catch (InvalidOperationException failure)
            {
                Console.WriteLine($"{program} is not compiled ahead of time: {failure.Message.Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal))}");
                await Tools.RunAsync("dotnet", publish);
            }
        }
        return folder;
    }

    private static string Metadata(string key) =>
        typeof(Deployed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
