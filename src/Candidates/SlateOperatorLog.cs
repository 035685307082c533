using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Candidates;

/// <summary>Tells an operator that a slate is opened; what appointments become, Consensus tells.</summary>
internal sealed partial class SlateOperatorLog(ILogger<SlateOperatorLog> log)
{
    /// <summary>Hears of an entry.</summary>
    public void Tell(string stream, Entry<SlateEvent> entry)
    {
        if (entry.Event is VacancyOpened) LogOpened(stream);
    }

    [LoggerMessage(LogLevel.Information, "The record of {Stream} is opened.")]
    private partial void LogOpened(string stream);
}
