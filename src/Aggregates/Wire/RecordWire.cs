using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Wire = Nato.Record.V1;

namespace NatoServices.Aggregates;

/// <summary>Converts the messages that all contracts share, in both directions. Absent on one side means absent on the other.</summary>
public static class RecordWire
{
    private static readonly long MinSeconds = DateTimeOffset.MinValue.ToUnixTimeSeconds();

    private static readonly long MaxSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>A date as received, valid or not; <c>default</c> if absent.</summary>
    public static PartialDate ToPartialDate(this Date? date) => date is null ? default : new(date.Year, date.Month, date.Day);

    /// <summary>A date for a reply; null if absent.</summary>
    public static Date? ToWire(this PartialDate date) =>
        date.IsAbsent ? null : new Date { Year = date.Year, Month = date.Month, Day = date.Day };

    /// <summary>A day for a reply.</summary>
    public static Date ToWire(this DateOnly day) => new() { Year = day.Year, Month = day.Month, Day = day.Day };

    /// <summary>A source as received; null if absent.</summary>
    public static Source? ToSource(this Wire.Source? source) => source is null ? null : new(source.Url, source.Citation, source.Name);

    /// <summary>A source for a reply; null if absent.</summary>
    public static Wire.Source? ToWire(this Source? source) =>
        source is null ? null : new Wire.Source { Url = source.Url, Citation = source.Citation, Name = source.Name };

    /// <summary>A sourcing as received, known or not: the numbers are the same on both sides.</summary>
    public static Sourcing ToSourcing(this Wire.Sourcing sourcing) => (Sourcing)sourcing;

    /// <summary>A sourcing for a reply.</summary>
    public static Wire.Sourcing ToWire(this Sourcing sourcing) => (Wire.Sourcing)sourcing;

    /// <summary>A stamp for a reply; null if absent.</summary>
    public static Wire.Recorded? ToWire(this Stamp? stamp) =>
        stamp is null ? null : new Wire.Recorded { Revision = stamp.Revision, At = stamp.RecordedAt.ToTimestamp(), Actor = stamp.Actor };

    /// <summary>The hash of the record at the snapshot's revision.</summary>
    public static ByteString HashOf<TState>(Snapshot<TState> snapshot) => ByteString.CopyFrom(snapshot.Head.Hash.Span);

    /// <summary>A moment as received; null if it is absent, or if it is invalid, which is added to the violations.</summary>
    public static DateTimeOffset? MomentOf(Violations found, string field, Timestamp? moment)
    {
        var isValid = moment is null
            || (moment.Seconds >= MinSeconds && moment.Seconds <= MaxSeconds && moment.Nanos is >= 0 and < Duration.NanosecondsPerSecond);
        found.Require(isValid, field, "is not a moment between the years 1 and 9999");
        return isValid ? moment?.ToDateTimeOffset() : null;
    }

    /// <summary>A duration as received; null if it is absent, or if it is invalid, which is added to the violations.</summary>
    public static TimeSpan? DurationOf(Violations found, string field, Duration? duration)
    {
        var isValid = duration is null
            or { Seconds: >= 0 and <= Duration.MaxSeconds, Nanos: >= 0 and < Duration.NanosecondsPerSecond }
            or { Seconds: <= 0 and >= Duration.MinSeconds, Nanos: <= 0 and > -Duration.NanosecondsPerSecond };
        found.Require(isValid, field, "is not a duration");
        return isValid ? duration?.ToTimeSpan() : null;
    }
}
