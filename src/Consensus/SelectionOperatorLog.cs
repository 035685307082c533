namespace NatoServices.Consensus;

/// <summary>Logs for operators the entries that change the course of a selection. Never logs the actor or any text of a caller.</summary>
internal sealed partial class SelectionOperatorLog(ILogger<SelectionOperatorLog> log)
{
    /// <summary>Called for each entry that a call to this process made. Background work logs its own entries.</summary>
    public void Tell(string stream, Entry<SelectionEvent> entry)
    {
        switch (entry.Event)
        {
            case SelectionOpened:
                LogOpened(stream);
                break;
            case SelectionClosed:
                LogClosed(stream);
                break;
            case SilenceOpened opened:
                LogSilence($"s{entry.Revision}", stream, opened.Deadline);
                break;
            case SilenceExtended extended:
                LogSilence(extended.Silence, stream, extended.Deadline);
                break;
            case SilenceBroken broken:
                LogBroken(broken.Silence, stream);
                break;
            case SilenceWithdrawn withdrawn:
                LogWithdrawn(withdrawn.Silence, stream);
                break;
            case DecisionTaken:
                LogDecided($"d{entry.Revision}", stream);
                break;
            case SelectionReopened reopened:
                LogReopened(reopened.Decision, stream);
                break;
        }
    }

    [LoggerMessage(LogLevel.Information, "The record of {Stream} is opened.")]
    private partial void LogOpened(string stream);

    [LoggerMessage(LogLevel.Information, "The record of {Stream} is closed.")]
    private partial void LogClosed(string stream);

    [LoggerMessage(LogLevel.Information, "Silence {Id} of {Stream} runs until {Deadline:O}.")]
    private partial void LogSilence(string id, string stream, DateTimeOffset deadline);

    [LoggerMessage(LogLevel.Information, "Silence {Id} of {Stream} is broken.")]
    private partial void LogBroken(string id, string stream);

    [LoggerMessage(LogLevel.Information, "Silence {Id} of {Stream} is withdrawn.")]
    private partial void LogWithdrawn(string id, string stream);

    [LoggerMessage(LogLevel.Information, "Decision {Id} of {Stream} is declared.")]
    private partial void LogDecided(string id, string stream);

    [LoggerMessage(LogLevel.Information, "Decision {Id} of {Stream} is in force no more: the selection is open again.")]
    private partial void LogReopened(string id, string stream);
}
