using CsCheck;
using NatoServices.Consensus.Handlers;
using NatoServices.ServiceDefaults;

namespace NatoServices.Rules.Tests;

public sealed class BreakSilencePatienceTests
{
    [Fact]
    public void Whoever_breaks_silence_in_time_does_not_lose_that_time_to_a_roster_that_hangs() =>
        Gen.Long[1, TimeSpan.FromDays(366).Ticks].Select(TimeSpan.FromTicks).Sample(left => BreakSilenceHandler.TimeoutOf(left, Timings.Default.BreakSilenceRoster) < left);
}
