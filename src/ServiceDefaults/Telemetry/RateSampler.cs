using System.Diagnostics;
using OpenTelemetry.Trace;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Begins so many traces a second and no more: whoever looks at a quiet system sees every call, and one that serves tens of thousands
/// doesn't spend its time, and its collector's, on traces that nobody will look at. A question to a database that belongs to no call and
/// to no work begins none: it is one of those that are asked again and again, whether there is something to do.
/// </summary>
/// <param name="perSecond">How many.</param>
/// <param name="clock">Tells one second from the next.</param>
public sealed class RateSampler(int perSecond, TimeProvider clock) : Sampler
{
    private long second = -1;

    private int begun;

    /// <inheritdoc />
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.Kind == ActivityKind.Client) return new(SamplingDecision.Drop);
        var now = clock.GetTimestamp() / clock.TimestampFrequency;
        // Two that meet here at the turn of a second begin a few traces more: nobody is harmed.
        if (Volatile.Read(ref second) != now)
        {
            Volatile.Write(ref begun, 0);
            Volatile.Write(ref second, now);
        }
        var begins = Volatile.Read(ref begun) < perSecond && Interlocked.Increment(ref begun) <= perSecond;
        return new(begins ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
