using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NatoServices.ServiceDefaults;

/// <summary>Tells an operator when something that this service needs is lost, and when it is back: once each, however many calls notice.</summary>
public sealed partial class DependencyHealth(ILogger<DependencyHealth> log)
{
    private readonly ConcurrentDictionary<string, bool> away = new(StringComparer.Ordinal);

    /// <summary>It does not answer.</summary>
    /// <returns>Whether it did until now.</returns>
    public bool IsAway(string what, string problem = "it does not answer")
    {
        if (!away.TryAdd(what, true)) return false;
        LogLost(what, problem);
        return true;
    }

    /// <summary>It answers.</summary>
    public void IsBack(string what)
    {
        if (away.ContainsKey(what) && away.TryRemove(what, out _)) LogBack(what);
    }

    [LoggerMessage(LogLevel.Warning, "Lost: {What}: {Problem}")]
    private partial void LogLost(string what, string problem);

    [LoggerMessage(LogLevel.Information, "Back: {What} answers again.")]
    private partial void LogBack(string what);
}
