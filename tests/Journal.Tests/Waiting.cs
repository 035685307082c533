namespace NatoServices.Journal.Tests;

/// <summary>Waits for what is done on other threads: the only place where these tests have a timeout.</summary>
internal static class Waiting
{
    /// <summary>How long anything is waited for: what takes longer will never come.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="what">What is awaited, for a test that fails.</param>
    /// <param name="meanwhile">Done after each look at which it did not hold: turns the clock.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, Action? meanwhile = null)
    {
        using var late = new CancellationTokenSource(Longest);
        while (!await condition().WaitAsync(Longest))
        {
            Assert.False(late.IsCancellationRequested, $"Awaited in vain for {Longest}: {what}.");
            meanwhile?.Invoke();
            // Nothing depends on its length.
            await Task.Delay(1);
        }
    }
}
