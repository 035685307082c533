namespace NatoServices.Benchmarks.Servers;

/// <summary>A folder for a benchmark's databases, on the disk of the temporary folder, removed at the end.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nato-benchmarks-");

    /// <summary>A file or folder in it.</summary>
    public string this[string name] => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
