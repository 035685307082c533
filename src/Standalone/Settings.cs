using NatoServices.Standalone.Hosting;

namespace NatoServices.Standalone;

/// <summary>What the command line says.</summary>
/// <param name="Data">Where the services keep their files.</param>
/// <param name="CaseFile">The case to record and show; null for none.</param>
/// <param name="Ports">Where to listen.</param>
internal sealed record Settings(string Data, string? CaseFile, Ports Ports)
{
    /// <summary>The file in which a service keeps its record.</summary>
    public string FileOf(string service) => Path.Combine(Data, $"{service}.db");
}
