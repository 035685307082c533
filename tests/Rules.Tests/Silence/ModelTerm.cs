using NatoServices.Consensus.Rules;

namespace NatoServices.Rules.Tests;

/// <summary>A draft under silence, as the model knows it.</summary>
internal sealed class Draft(string id, string candidate, DateTimeOffset deadline, string zone)
{
    private readonly List<string> deadlines = [$"{ModelTerm.In(zone, deadline):O} {zone} "];
    private string why = "";

    public string Id => id;

    public string Candidate => candidate;

    public DateTimeOffset At { get; private set; } = deadline;

    public string Zone { get; private set; } = zone;

    public string State { get; private set; } = "UNDER_SILENCE";

    public List<string> Breaks { get; } = [];

    /// <summary>The day of the deadline by the server's clock.</summary>
    public DateOnly Day => DateOnly.FromDateTime(At.UtcDateTime);

    public void Extend(DateTimeOffset to, string in_, string reason)
    {
        (At, Zone) = (to, in_);
        deadlines.Add($"{ModelTerm.In(in_, to):O} {in_} {reason}");
    }

    public void Break(string by)
    {
        Breaks.Add(by);
        State = "BROKEN";
    }

    public void End(string state, string reason) => (State, why) = (state, reason);

    public override string ToString() => $"{id} {candidate} {State} {string.Join(", ", deadlines)} | {string.Join(',', Breaks)} {why}";
}

/// <summary>Terms and time zones, as the model reads them.</summary>
internal static class ModelTerm
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(366);

    /// <summary>The deadline, to the microsecond (after a while: to the next second), and its zone; or what is wrong with it.</summary>
    public static (DateTimeOffset At, string Zone, string? Wrong) Read(Term term, DateTimeOffset now, Draft? present)
    {
        var at = term.Deadline ?? (present?.At ?? now) + term.Duration!.Value;
        at = term.Duration is null ? new(at.UtcTicks / 10 * 10, TimeSpan.Zero) : NextSecond(at);
        var field = term.Duration is null ? "deadline" : "duration";
        var isWrong = at > NextSecond(now + Year)
            || (term.Duration is { } span ? span < TimeSpan.FromSeconds(1) || span > Year : at <= now || at <= present?.At);
        return (at, term.TimeZone is "" ? present?.Zone ?? "UTC" : term.TimeZone, isWrong ? $"InvalidInput {field}" : null);
    }

    private static DateTimeOffset NextSecond(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds() + (moment.UtcTicks % TimeSpan.TicksPerSecond > 0 ? 1 : 0));

    /// <summary>A moment as the clocks of a zone show it.</summary>
    public static DateTimeOffset In(string zone, DateTimeOffset moment) => moment.ToOffset(TimeSpan.FromHours(zone switch
    {
        "Europe/Brussels" => moment >= LastSunday(moment.Year, 3) && moment < LastSunday(moment.Year, 10) ? 2 : 1,
        "Pacific/Honolulu" => -10,
        _ => 0,
    }));

    /// <summary>The clocks change at one o'clock, UTC.</summary>
    private static DateTimeOffset LastSunday(int year, int month) =>
        new DateTimeOffset(year, month, 31, 1, 0, 0, TimeSpan.Zero) is var end ? end.AddDays(-(int)end.DayOfWeek) : default;
}
