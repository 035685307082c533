using OpenTelemetry.Trace;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Begins so many traces a second and no more: whoever looks at a quiet system sees every call, and one that serves tens of thousands
/// doesn't spend its time, and its collector's, on traces that nobody will look at.
/// </summary>
/// <param name="perSecond">How many.</param>
internal sealed class RateSampler(int perSecond) : Sampler
{
    private long second;

    private int begun;

    /// <inheritdoc />
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var now = Environment.TickCount64 / 1000;
        // Two that meet here at the turn of a second begin a few traces more: nobody is harmed.
        if (Volatile.Read(ref second) != now)
        {
            Volatile.Write(ref begun, 0);
            Volatile.Write(ref second, now);
        }
        return new(Volatile.Read(ref begun) < perSecond && Interlocked.Increment(ref begun) <= perSecond ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
