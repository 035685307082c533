namespace NatoServices.Benchmarks.Watchers;

/// <summary>Watchers at work.</summary>
internal sealed class Watching : IAsyncDisposable
{
    private readonly CancellationTokenSource ending = new();

    private readonly IDisposable[] connections;

    private readonly int count;

    private Task[] watching = [];

    private TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int yetToHear;

    private Watching(int count, IDisposable[] connections) => (this.count, this.connections, yetToHear) = (count, connections, count);

    /// <summary>Begins them, and waits until each has heard that it watches.</summary>
    /// <param name="count">How many.</param>
    /// <param name="connections">What they watch over.</param>
    /// <param name="watch">Watches, over the connection of that number, and tells each time that something has come.</param>
    public static async Task<Watching> BeginAsync(int count, IDisposable[] connections, Func<int, Action, CancellationToken, Task> watch)
    {
        var all = new Watching(count, connections);
        all.watching = [.. Enumerable.Range(0, count).Select(i => watch(i % connections.Length, all.Hear, all.ending.Token))];
        var failed = Task.WhenAny(all.watching);
        if (await Task.WhenAny(all.heard.Task, failed) == failed) await await failed;
        return all;
    }

    /// <summary>Ends when each has heard once more.</summary>
    public Task NextAsync()
    {
        heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref yetToHear, count);
        return heard.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await Task.WhenAll(watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var connection in connections) connection.Dispose();
        ending.Dispose();
    }

    private void Hear()
    {
        if (Interlocked.Decrement(ref yetToHear) == 0) heard.SetResult();
    }
}
