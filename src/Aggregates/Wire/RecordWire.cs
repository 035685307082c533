using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using NatoServices.Domain;
using NatoServices.Journal;
using Wire = Nato.Record.V1;

namespace NatoServices.Aggregates;

/// <summary>Converts the messages that all contracts share, in both directions. Absent on one side means absent on the other.</summary>
public static class RecordWire
{
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

    /// <summary>
    /// The hash of the record at the snapshot's revision; empty if the snapshot is newer than the head that it was requested for.
    /// </summary>
    public static ByteString HashOf<TState>(Snapshot<TState> snapshot, Head head) =>
        head.Revision == snapshot.Revision ? ByteString.CopyFrom(head.Hash.Span) : ByteString.Empty;

    /// <summary>A moment as received; null if it is absent, or if it is invalid, which is added to the violations.</summary>
    public static DateTimeOffset? MomentOf(Violations found, string field, Timestamp? moment)
    {
        if (moment is null) return null;
        try
        {
            return moment.ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            found.Add(field, "is not a moment between the years 1 and 9999");
            return null;
        }
    }

    /// <summary>A duration as received; null if it is absent, or if it is invalid, which is added to the violations.</summary>
    public static TimeSpan? DurationOf(Violations found, string field, Duration? duration)
    {
        if (duration is null) return null;
        try
        {
            return duration.ToTimeSpan();
        }
        catch (InvalidOperationException)
        {
            found.Add(field, "is not a duration");
            return null;
        }
    }
}
