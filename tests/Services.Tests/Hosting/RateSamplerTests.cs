using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using NatoServices.ServiceDefaults;
using OpenTelemetry.Trace;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>So many traces begin in a second, and as many in the next.</summary>
public sealed class RateSamplerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void In_each_second_so_many_traces_begin_and_no_more(int perSecond)
    {
        var clock = new FakeTimeProvider(new(2024, 2, 22, 9, 30, 0, TimeSpan.Zero));
        var sampler = new RateSampler(perSecond, clock);
        for (var second = 0; second < 3; second++)
        {
            var begun = Enumerable.Range(0, 10).Count(_ => sampler.ShouldSample(default).Decision == SamplingDecision.RecordAndSample);
            Assert.Equal(perSecond, begun);
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void A_question_to_a_database_that_belongs_to_nothing_begins_no_trace()
    {
        var looking = new SamplingParameters(default, ActivityTraceId.CreateRandom(), "SELECT", ActivityKind.Client);
        Assert.Equal(SamplingDecision.Drop, new RateSampler(3, new FakeTimeProvider()).ShouldSample(looking).Decision);
    }
}
