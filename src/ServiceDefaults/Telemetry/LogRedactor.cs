using OpenTelemetry;
using OpenTelemetry.Logs;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Redacts log lines right before export. An exception is exported with its type and stack trace only. Its message may contain what a
/// caller wrote, so it stays in the log of this machine.
/// </summary>
internal sealed class LogRedactor : BaseProcessor<LogRecord>
{
    public override void OnEnd(LogRecord data)
    {
        if (data.Exception is not { } failure) return;
        data.Exception = null;
        data.Attributes =
        [
            .. data.Attributes ?? [],
            new("exception.type", failure.GetType().FullName),
            new("exception.stacktrace", failure.StackTrace),
        ];
    }
}
