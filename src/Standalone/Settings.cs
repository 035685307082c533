using NatoServices.Standalone.Hosting;

namespace NatoServices.Standalone;

/// <summary>The settings from the command line. <paramref name="CaseFile"/> is null if no case is to be recorded.</summary>
internal sealed record Settings(string Data, string? CaseFile, Ports Ports)
{
    public string FileOf(string service) => Path.Combine(Data, $"{service}.db");
}
