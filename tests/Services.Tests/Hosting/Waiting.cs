using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>Waits for what services do by themselves: the only place where these tests have a timeout.</summary>
internal static class Waiting
{
    /// <summary>The clock never goes faster where a moment is measured: those who work meanwhile are not late by it.</summary>
    public const int Unhurried = int.MaxValue;

    private const int Close = 100;

    /// <summary>How long anything may take that a test waits for: what takes longer will never come.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Reads until it is so. The clock goes on meanwhile, at first so slowly that what is done punctually is not late by it: whoever
    /// waits to try again does so on this clock.
    /// </summary>
    /// <param name="services">Whose clock goes on.</param>
    /// <param name="read">Reads.</param>
    /// <param name="isSo">Whether it is so.</param>
    /// <param name="close">How often it is looked before the clock goes faster.</param>
    /// <param name="what">What is awaited, for a test that fails; as it stands in the test.</param>
    public static Task<T> UntilAsync<T>(
        this ServiceFixture services, Func<Task<T>> read, Predicate<T> isSo, int close = Close,
        [CallerArgumentExpression(nameof(isSo))] string what = "")
    {
        var looks = 0;
        return UntilAsync(read, isSo, () => services.Clock.Advance(TimeSpan.FromMilliseconds(looks++ < close ? 1 : 100)), what);
    }

    /// <summary>Reads until it is so; the clock stands still.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="isSo">Whether it is so.</param>
    /// <param name="meanwhile">Done after each reading at which it is not.</param>
    /// <param name="what">What is awaited, for a test that fails; as it stands in the test.</param>
    public static async Task<T> UntilAsync<T>(
        Func<Task<T>> read, Predicate<T> isSo, Action? meanwhile = null, [CallerArgumentExpression(nameof(isSo))] string what = "")
    {
        using var late = new CancellationTokenSource(Longest);
        // The pause gives the others time to work. Nothing depends on its length.
        for (; ; await Task.Delay(10))
        {
            var found = await read().WaitAsync(Longest);
            if (isSo(found)) return found;
            Assert.False(late.IsCancellationRequested, $"Awaited in vain for {Longest}: {what}. Last seen: {found}");
            meanwhile?.Invoke();
        }
    }

    /// <summary>Gives the services this long, by their clock, to do what they should not.</summary>
    public static async Task PassAsync(this ServiceFixture services, TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(500);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            services.Clock.Advance(step);
            await Task.Delay(10);
        }
    }

    /// <summary>This moment, which is over when it is given out: whatever follows is entered later.</summary>
    public static Timestamp Now(this ServiceFixture services)
    {
        var now = Timestamp.FromDateTimeOffset(services.Clock.GetUtcNow());
        services.Clock.Advance(TimeSpan.FromSeconds(1));
        return now;
    }
}
