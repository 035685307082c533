using OpenTelemetry;
using OpenTelemetry.Logs;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// The last to see a log line before it is exported. Of an exception, its type and where it was thrown go out; its message, which may
/// repeat what somebody wrote, stays in the log of this machine.
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
