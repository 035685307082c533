using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NatoServices.Words;

namespace NatoServices.ServiceDefaults;

/// <summary>All watches of this process: how many there may be, and that they end when it stops.</summary>
public sealed class Watches
{
    /// <summary>When a watcher is told that nothing has changed.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int UsualMost = 20_000;

    private readonly CancellationToken stopping;

    private readonly int most;

    private int count;

    /// <summary>Reads how many there may be from the setting <c>Watches:Most</c>.</summary>
    public Watches(IConfiguration settings, IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        most = settings.GetValue("Watches:Most", UsualMost);
        if (most < 0) throw new ArgumentException($"Watches:Most must be a number from 0 on, is '{settings["Watches:Most"]}'.");
        (Clock, stopping) = (clock, lifetime.ApplicationStopping);
    }

    internal TimeProvider Clock { get; }

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Begins one.</summary>
    /// <exception cref="RefusalException"><see cref="TooManyWatchers"/>, <see cref="ServiceStopping"/>.</exception>
    internal void Begin()
    {
        if (stopping.IsCancellationRequested) throw new RefusalException(new ServiceStopping());
        if (Interlocked.Increment(ref count) <= most) return;
        End();
        throw new RefusalException(new TooManyWatchers(most));
    }

    /// <summary>Ends one.</summary>
    internal void End() => Interlocked.Decrement(ref count);

    /// <summary>Has something done when the process begins to stop.</summary>
    internal void WhenStopping(Action act) => stopping.Register(act);
}
