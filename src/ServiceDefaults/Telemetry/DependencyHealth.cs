using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NatoServices.ServiceDefaults;

/// <summary>Logs when a dependency of this service is lost and when it is back: once each, however many calls notice it.</summary>
public sealed partial class DependencyHealth(ILogger<DependencyHealth> log)
{
    private readonly ConcurrentDictionary<string, bool> away = new(StringComparer.Ordinal);

    /// <summary>Reports that a dependency does not answer.</summary>
    /// <returns>Whether this is new: true if it was not reported as lost before.</returns>
    public bool IsAway(string what, string problem = "it does not answer")
    {
        if (!away.TryAdd(what, true)) return false;
        LogLost(what, problem);
        return true;
    }

    /// <summary>Reports that a dependency answers.</summary>
    public void IsBack(string what)
    {
        if (away.ContainsKey(what) && away.TryRemove(what, out _)) LogBack(what);
    }

    [LoggerMessage(LogLevel.Warning, "Lost: {What}: {Problem}")]
    private partial void LogLost(string what, string problem);

    [LoggerMessage(LogLevel.Information, "Back: {What} answers again.")]
    private partial void LogBack(string what);
}
