namespace NatoServices.Aggregates;

/// <summary>Asynchronous locks by key, striped by hash: several keys may share a lock, so that their number needs no bound.</summary>
internal sealed class StripedLock
{
    private readonly SemaphoreSlim[] stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for the lock of a key. Disposing the result releases it.</summary>
    public async ValueTask<Held> TakeAsync(string key, CancellationToken cancellation)
    {
        var stripe = stripes[(uint)string.GetHashCode(key, StringComparison.Ordinal) % stripes.Length];
        await stripe.WaitAsync(cancellation);
        return new(stripe);
    }

    public readonly record struct Held(SemaphoreSlim Stripe) : IDisposable
    {
        public void Dispose() => Stripe.Release();
    }
}
