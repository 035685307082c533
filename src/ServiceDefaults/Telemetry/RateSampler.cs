using System.Diagnostics;
using OpenTelemetry.Trace;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Samples at most a number of new traces a second. In a quiet system every call is traced; a busy one does not spend its time, and its
/// collector's, on traces that nobody will look at. A client span without a parent, such as a database query that belongs to no call and no
/// due work, is never sampled: it is polling.
/// </summary>
/// <param name="perSecond">The maximum number of new traces a second.</param>
/// <param name="clock">The clock that divides time into seconds.</param>
public sealed class RateSampler(int perSecond, TimeProvider clock) : Sampler
{
    private long second = -1;

    private int begun;

    /// <inheritdoc />
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.Kind == ActivityKind.Client) return new(SamplingDecision.Drop);
        var now = clock.GetTimestamp() / clock.TimestampFrequency;
        // Two threads that meet here at the turn of a second may sample a few traces more. That does no harm.
        if (Volatile.Read(ref second) != now)
        {
            Volatile.Write(ref begun, 0);
            Volatile.Write(ref second, now);
        }
        var begins = Volatile.Read(ref begun) < perSecond && Interlocked.Increment(ref begun) <= perSecond;
        return new(begins ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
