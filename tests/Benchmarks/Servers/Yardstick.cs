namespace NatoServices.Benchmarks.Servers;

/// <summary>The yardsticks that are programs of this solution.</summary>
internal static class Yardstick
{
    /// <summary>Starts "bare", which answers GetStanding with the bytes of a file, and does not wait for it.</summary>
    /// <param name="reply">The file.</param>
    /// <param name="telemetry">Where its telemetry goes; null if it has none.</param>
    public static Task<ServerProcess> StartBareAsync(string reply, string? telemetry = null) =>
        StartAsync("Bare", "bare", reply, telemetry is null ? null : new() { [NatoSystem.TelemetryTo] = telemetry });

    /// <summary>Starts what takes telemetry and drops it, and does not wait for it.</summary>
    public static Task<ServerProcess> StartSinkAsync() => StartAsync("Bare", "sink", null, null);

    /// <summary>Starts a store, and does not wait for it.</summary>
    public static Task<ServerProcess> StartStoreAsync(string store, string connectionString) => StartAsync("Stores", store, connectionString, null);

    private static Task<ServerProcess> StartAsync(string program, string what, string? with, Dictionary<string, string>? environment)
    {
        var port = Ports.Free();
        return ServerProcess.StartDeployedAsync(program, port, [what, $"{port}", .. with is null ? (string[])[] : [with]], environment);
    }
}
