namespace NatoServices.Consensus.Rules;

/// <summary>
/// The requested term of a silence: a deadline or a duration, null if not requested, and the zone in which the deadline is shown; empty if
/// not requested. <paramref name="FindZone"/> returns null if there is no such zone.
/// </summary>
public sealed record Term(DateTimeOffset? Deadline, TimeSpan? Duration, string TimeZone, Func<string, TimeZoneInfo?> FindZone)
{
    /// <summary>The default time zone of a deadline.</summary>
    public const string Utc = "UTC";

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Computes the deadline and adds its violations. If there is a present deadline, it is to be extended.</summary>
    internal (DateTimeOffset At, string TimeZone) From(Violations found, DateTimeOffset now, Deadline? present)
    {
        var name = TimeZone is "" ? present?.TimeZone ?? Utc : TimeZone;
        var zone = FindZone(name);
        found.Require(zone is not null, "time_zone", "must be an IANA time zone, such as Europe/Brussels, or an offset, such as +02:00");
        var at = Moment(found, now, present);
        return (TimeZoneInfo.ConvertTime(at, zone ?? TimeZoneInfo.Utc), name);
    }

    private DateTimeOffset Moment(Violations found, DateTimeOffset now, Deadline? present)
    {
        if (Deadline is null == Duration is null) found.Add("deadline", "is required, or else a duration, but not both");
        else if (Duration is { } duration)
        {
            if (duration < Shortest || duration > Longest) found.Add("duration", "must be from 1 second to 366 days");
            else return Check(found, "duration", NextSecond((present?.At ?? now) + duration), now);
        }
        else if (Recordable(Deadline!.Value) is var deadline && deadline <= now) found.Add("deadline", "must lie ahead");
        else if (deadline <= present?.At) found.Add("deadline", $"must be later than the present one, {Show(present.At)}");
        else return Check(found, "deadline", deadline, now);
        return now;
    }

    private static DateTimeOffset Check(Violations found, string field, DateTimeOffset at, DateTimeOffset now)
    {
        if (at <= NextSecond(now + Longest)) return at;
        found.Add(field, "must end within 366 days from now");
        return now;
    }

    /// <summary>Truncates to microseconds, the precision of the record, so that the deadline can be compared with entries.</summary>
    private static DateTimeOffset Recordable(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>Rounds up to a whole second, so that a duration such as "two days" gives no fraction of a second.</summary>
    private static DateTimeOffset NextSecond(DateTimeOffset moment) =>
        moment.Ticks % TimeSpan.TicksPerSecond is > 0 and var over ? moment.AddTicks(TimeSpan.TicksPerSecond - over) : moment;

    /// <summary>Formats a moment for messages: 2024-06-20T12:00:00+02:00.</summary>
    public static string Show(DateTimeOffset moment) => $"{moment:yyyy-MM-ddTHH:mm:ss.FFFFFFK}";
}
