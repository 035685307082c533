using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NatoServices.Services.Tests.Telemetry;

/// <summary>Keeps what a service tells its operator.</summary>
internal sealed class Notes : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>All lines so far.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Noting(lines);

    public void Dispose() { }

    private sealed class Noting(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
