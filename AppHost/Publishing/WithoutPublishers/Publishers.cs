using System.Diagnostics.CodeAnalysis;

namespace NatoServices.AppHost.Publishing;

/// <summary>Replaces the publishers in builds without them: their packages are not on every feed.</summary>
internal static class Publishers
{
    /// <summary>Explains how to build with the publishers.</summary>
    /// <exception cref="DistributedApplicationException">Always.</exception>
    [DoesNotReturn]
    public static void Add(IDistributedApplicationBuilder builder, string target, string version) => throw new DistributedApplicationException(
        $"To publish for {target}, build with the publishers: dotnet run --project AppHost -p:Publishing=true … "
        + $"(what they make of version {version} is in AppHost/compose and AppHost/chart already).");
}
