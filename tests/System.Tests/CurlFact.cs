namespace NatoServices.System.Tests;

/// <summary>A test that runs curl in bash; skipped, and it says so, where either is missing.</summary>
public sealed class CurlFactAttribute : FactAttribute
{
    private static readonly string[] Programs = ["bash", "curl"];

    public CurlFactAttribute()
    {
        var absent = Programs.Where(program => !IsOnPath(program)).ToList();
        if (absent.Count > 0) Skip = $"{string.Join(" and ", absent)} not found";
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
