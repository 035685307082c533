namespace NatoServices.Standalone.Hosting;

/// <summary>Where the services keep their files.</summary>
internal static class DataDirectory
{
    /// <summary>Makes it, and sees to it that files can be written there.</summary>
    /// <exception cref="IOException">They can't; the message names the directory and the option that changes it.</exception>
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
