namespace NatoServices.System.Tests;

/// <summary>Waits for what processes do by themselves: the only place where these tests have a timeout.</summary>
internal static class Waiting
{
    /// <summary>How long anything is waited for: what takes longer will never come.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Between two readings. Nothing depends on its length.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>The timeout of a call: a moment at which nobody waits any more.</summary>
    public static DateTime Deadline => DateTime.UtcNow + Longest;

    /// <summary>Waits for a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="what">What is awaited, for a test that fails.</param>
    /// <param name="seen">What is there instead.</param>
    public static async Task ForAsync(Task task, string what, Func<string>? seen = null)
    {
        using var late = new CancellationTokenSource(Longest);
        await task.WaitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(task.IsCompleted, Failure(what, seen?.Invoke()));
        await task;
    }

    /// <summary>Waits until a condition holds that somebody else brings about.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">What is awaited, for a test that fails.</param>
    /// <param name="seen">What is there instead.</param>
    public static async Task UntilAsync(Func<bool> condition, string what, Func<string>? seen = null) =>
        await UntilAsync(() => Task.FromResult(condition()), isSo => isSo, what, _ => seen?.Invoke());

    /// <summary>Reads something that others change until it is as awaited.</summary>
    /// <param name="read">Reads it.</param>
    /// <param name="isSo">Whether it is as awaited.</param>
    /// <param name="what">What is awaited, for a test that fails.</param>
    /// <param name="show">Shows what was read, for a test that fails.</param>
    /// <returns>What was read last.</returns>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> read, Predicate<T> isSo, string what, Func<T, string?>? show = null)
    {
        using var late = new CancellationTokenSource(Longest);
        for (string? seen = null; ; await Task.Delay(Pause))
        {
            var reading = read();
            await ((Task)reading).WaitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.True(reading.IsCompleted, Failure(what, seen));
            var found = await reading;
            if (isSo(found)) return found;
            seen = show is null ? $"{found}" : show(found);
            Assert.False(late.IsCancellationRequested, Failure(what, seen));
        }
    }

    private static string Failure(string what, string? seen) => $"Awaited in vain for {Longest}: {what}. Last seen: {seen ?? "nothing"}";
}
