using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Watching;

/// <summary>All watches of this process: how many there may be, and that they end when it stops.</summary>
public sealed class Watches : IDisposable
{
    /// <summary>When a watcher is told that nothing has changed.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const string Setting = "Watches:Most";

    private const int UsualMost = 20_000;

    /// <summary>How long a process that stops waits for a watcher to take what it was given last.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationToken stopping;

    private readonly CancellationTokenSource overdue = new();

    private readonly CancellationTokenRegistration ending;

    private readonly CallsInProgress calls;

    private readonly int most;

    /// <summary>Reads how many there may be from the setting <c>Watches:Most</c>.</summary>
    public Watches(IConfiguration settings, IHostApplicationLifetime lifetime, TimeProvider clock, CallsInProgress calls)
    {
        var given = settings[Setting] ?? UsualMost.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out most))
            throw new ArgumentException($"{Setting} must be a number from 0 on, is '{given}'.");
        (Clock, stopping, this.calls) = (clock, lifetime.ApplicationStopping, calls);
        // By the machine's own clock, whatever time it is for the rules.
        ending = stopping.Register(() => overdue.CancelAfter(Grace));
    }

    internal TimeProvider Clock { get; }

    /// <summary>How many there are.</summary>
    public int Count => calls.Watches;

    /// <summary>Gives a message to a watcher; waits until it has gone out.</summary>
    /// <remarks>
    /// A watcher that takes nothing would hold up the end of the process: its call is reset when the grace is over. Whoever reads learns
    /// why the watch ends.
    /// </remarks>
    /// <param name="watcher">Who gets it.</param>
    /// <param name="message">What it gets.</param>
    /// <param name="cancellation">Ends when the watcher goes away.</param>
    /// <exception cref="RefusalException"><see cref="ServiceStopping"/>.</exception>
    /// <exception cref="OperationCanceledException">The watcher went away, which writing to it would tell in many ways.</exception>
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
        overdue.Dispose();
    }

    /// <summary>Refuses what would begin, or go on, while the process stops.</summary>
    /// <exception cref="RefusalException"><see cref="ServiceStopping"/>.</exception>
    internal void RefuseIfStopping()
    {
        if (stopping.IsCancellationRequested) throw new RefusalException(new ServiceStopping());
    }

    /// <summary>Begins one.</summary>
    /// <exception cref="RefusalException"><see cref="TooManyWatchers"/>, <see cref="ServiceStopping"/>.</exception>
    internal void Begin()
    {
        RefuseIfStopping();
        if (calls.BeginWatch() <= most) return;
        End();
        throw new RefusalException(new TooManyWatchers(most));
    }

    /// <summary>Ends one.</summary>
    internal void End() => calls.EndWatch();

    /// <summary>Has something done when the process begins to stop.</summary>
    internal void WhenStopping(Action act) => stopping.Register(act);
}
