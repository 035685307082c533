using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates;

/// <summary>Logs for operators that a slate is opened. Consensus logs the outcome of appointments.</summary>
internal sealed partial class SlateOperatorLog(ILogger<SlateOperatorLog> log)
{
    /// <summary>Called for each entry that a call to this process made.</summary>
    public void Tell(string stream, Entry<SlateEvent> entry)
    {
        if (entry.Event is VacancyOpened) LogOpened(stream);
    }

    [LoggerMessage(LogLevel.Information, "The record of {Stream} is opened.")]
    private partial void LogOpened(string stream);
}
