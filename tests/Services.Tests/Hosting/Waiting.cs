using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>Waits for what services do by themselves.</summary>
internal static class Waiting
{
    /// <summary>How often it is looked without hurry where a moment is measured: those who work meanwhile are not late by it.</summary>
    public const int Unhurried = 4000;

    private const int Close = 100;

    /// <summary>How long anything may take that a test waits for: what takes longer will never come.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Reads until it is so. The clock goes on meanwhile, at first so slowly that what is done punctually is not late by it: whoever
    /// waits to try again does so on this clock.
    /// </summary>
    /// <param name="services">Whose clock goes on.</param>
    /// <param name="read">Reads.</param>
    /// <param name="isSo">Whether it is so.</param>
    /// <param name="close">How often it is looked before the clock goes faster.</param>
    public static Task<T> UntilAsync<T>(this ServiceFixture services, Func<Task<T>> read, Predicate<T> isSo, int close = Close)
    {
        var looks = 0;
        return UntilAsync(read, isSo, () => services.Clock.Advance(TimeSpan.FromMilliseconds(looks++ < close ? 1 : 100)));
    }

    /// <summary>Reads until it is so; the clock stands still.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> read, Predicate<T> isSo, Action? meanwhile = null)
    {
        for (var begun = Stopwatch.StartNew(); ; await Task.Delay(10))
        {
            var found = await read();
            if (isSo(found)) return found;
            Assert.True(begun.Elapsed < Longest, $"It did not come to pass in {Longest}: {found}");
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
