namespace NatoServices.Standalone.Hosting;

internal static class DataDirectory
{
    /// <summary>Creates the directory and checks that files can be written there.</summary>
    /// <exception cref="IOException">The directory cannot be used. The message names it and the option that changes it.</exception>
    public static void Prepare(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            using var probe = new FileStream(
                Path.Combine(path, $".probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"The data directory {path} cannot be used ({refused.Message}); choose another with --data DIR.", refused);
        }
    }
}
