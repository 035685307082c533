namespace NatoServices.System.Tests;

/// <summary>The case of a body that does not exist, as it is and edited.</summary>
internal static class TidalCouncil
{
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "Cases", "tidal-council.yaml");

    /// <summary>Writes a copy in which each text stands as another where it first occurs.</summary>
    /// <returns>The copy's path.</returns>
    public static async Task<string> WithAsync(TemporaryFolder folder, params (string Was, string Is)[] edits)
    {
        var text = await global::System.IO.File.ReadAllTextAsync(File);
        foreach (var (was, edited) in edits)
        {
            var at = text.IndexOf(was, StringComparison.Ordinal);
            Assert.True(at >= 0, $"The case has no '{was}'.");
            text = string.Concat(text.AsSpan(0, at), edited, text.AsSpan(at + was.Length));
        }
        await global::System.IO.File.WriteAllTextAsync(folder["case.yaml"], text);
        return folder["case.yaml"];
    }
}
