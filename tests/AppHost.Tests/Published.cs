namespace NatoServices.AppHost.Tests;

/// <summary>What is published, as it is in the repository.</summary>
internal static class Published
{
    /// <summary>The folder of each target, under the AppHost's.</summary>
    public const string Compose = "compose", Chart = "chart";

    private static readonly string AppHost = Projects.AppHost.ProjectPath;

    /// <summary>The files in a folder, by their paths in it.</summary>
    public static Dictionary<string, string> Files(string folder) => FilesBelow(Path.Combine(AppHost, folder));

    /// <summary>The files below any folder, by their paths in it.</summary>
    public static Dictionary<string, string> FilesBelow(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText);
}
