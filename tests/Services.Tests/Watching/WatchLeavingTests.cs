using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NatoServices.Consensus;
using NatoServices.Services.Tests.Consensus;
using NatoServices.Services.Tests.Hosting;

namespace NatoServices.Services.Tests.Watching;

/// <summary>Whoever goes away, however it goes, is nobody's trouble.</summary>
public sealed class WatchLeavingTests
{
    [Fact]
    public async Task Who_goes_away_in_the_middle_of_a_message_leaves_no_place_taken_and_no_defect_in_the_log()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        await services.StopAsync("consensus");
        using var log = new DefectLog();
        await services.HostAsync(ConsensusApp.Identity, ConsensusApp.CreateAsync, builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Logging.AddFilter<DefectLog>("NatoServices", LogLevel.Warning);
        });
        var selection = await services.OpenAsync("leaving");
        for (var entry = 0; entry < 100; entry++) await services.RecordLongAsync(selection);
        var watches = services["consensus"].Watches;

        var unread = new List<IDisposable>();
        for (var each = 0; each < 8; each++)
        {
            var stuck = services.WatchEntries(selection);
            await stuck.NextAsync();
            unread.Add(stuck);
            unread.Add(services.WatchStanding(selection));
            unread.Add(await services["consensus"].Rest.SendAsync(
                EventReader.Asking($"/v1/selections/{selection}/entries:watch"), HttpCompletionOption.ResponseHeadersRead));
        }
        await services.UntilAsync(() => Task.FromResult(watches.Count), count => count == unread.Count);
        var writing = services.RecordLongAsync(selection);
        unread.ForEach(watch => watch.Dispose());
        await writing;

        await services.UntilAsync(() => Task.FromResult(watches.Count), count => count == 0);
        Assert.Empty(log.Lines);
    }

    /// <summary>Keeps what a service warns of.</summary>
    private sealed class DefectLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
