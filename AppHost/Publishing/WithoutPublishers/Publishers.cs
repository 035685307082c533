using System.Diagnostics.CodeAnalysis;

namespace NatoServices.AppHost.Publishing;

/// <summary>In place of the publishers where they are not compiled: their packages are not on every feed.</summary>
internal static class Publishers
{
    /// <summary>Says how to build with them.</summary>
    /// <exception cref="DistributedApplicationException">Always.</exception>
    [DoesNotReturn]
    public static void Add(IDistributedApplicationBuilder builder, string target, string version) => throw new DistributedApplicationException(
        $"To publish for {target}, build with the publishers: dotnet run --project AppHost -p:Publishing=true … "
        + $"(what they make of version {version} is in AppHost/compose and AppHost/chart already).");
}
