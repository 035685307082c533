using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Watching;

/// <summary>Limits the number of watches of this process, and ends them when the process stops.</summary>
public sealed class Watches : IDisposable
{
    private const string Setting = "Watches:Most";

    private const int UsualMost = 20_000;

    private readonly CancellationTokenSource overdue = new();

    private readonly ITimer draining;

    private readonly CancellationTokenRegistration ending;

    private readonly CallsInProgress calls;

    private readonly int most;

    /// <summary>Reads the maximum number from the setting <c>Watches:Most</c>.</summary>
    public Watches(
        IConfiguration settings, IHostApplicationLifetime lifetime, TimeProvider clock, CallsInProgress calls, Timings timings,
        [FromKeyedServices(Clocks.Machine)] TimeProvider machine)
    {
        var given = settings[Setting] ?? UsualMost.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out most))
            throw new ArgumentException($"{Setting} must be a number from 0 on, is '{given}'.");
        (Clock, Machine, Timings, Stopping, this.calls) = (clock, machine, timings, lifetime.ApplicationStopping, calls);
        draining = machine.CreateTimer(_ => overdue.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        ending = Stopping.Register(() => draining.Change(timings.WatchDrain, Timeout.InfiniteTimeSpan));
    }

    internal TimeProvider Clock { get; }

    internal TimeProvider Machine { get; }

    internal Timings Timings { get; }

    internal CancellationToken Stopping { get; }

    /// <summary>The number of watches now.</summary>
    public int Count => calls.Watches;

    /// <summary>Sends a message to a watcher. Waits until it is written.</summary>
    /// <remarks>
    /// While the process stops, a watcher that does not read is waited for only for a grace period (<see cref="Timings.WatchDrain"/>). Then
    /// its call is reset, so that it cannot delay the stop. A watcher that reads receives the reason why the watch ends.
    /// </remarks>
    /// <param name="watcher">The response stream.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellation">Cancelled when the watcher leaves.</param>
    /// <exception cref="RefusalException"><see cref="ServiceStopping"/>.</exception>
    /// <exception cref="OperationCanceledException">The watcher left. The write itself would report that by various exceptions.</exception>
    public async Task GiveAsync<T>(IServerStreamWriter<T> watcher, T message, CancellationToken cancellation)
    {
        RefuseIfStopping();
        try
        {
            await watcher.WriteAsync(message, overdue.Token);
        }
        catch (Exception) when (overdue.IsCancellationRequested)
        {
            throw new RefusalException(new ServiceStopping());
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ending.Dispose();
        draining.Dispose();
        overdue.Dispose();
    }

    /// <summary>Counts a new watch.</summary>
    /// <exception cref="RefusalException"><see cref="TooManyWatchers"/>, <see cref="ServiceStopping"/>.</exception>
    internal void Begin()
    {
        RefuseIfStopping();
        if (calls.BeginWatch() <= most) return;
        End();
        throw new RefusalException(new TooManyWatchers(most));
    }

    internal void End() => calls.EndWatch();

    private void RefuseIfStopping()
    {
        if (Stopping.IsCancellationRequested) throw new RefusalException(new ServiceStopping());
    }
}
