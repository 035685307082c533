using System.Globalization;
using System.Text.RegularExpressions;

namespace NatoServices.Consensus.Silences;

internal static partial class TimeZones
{
    /// <summary>Finds the zone of an IANA name or of an offset such as +02:00. Null if there is none.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        if (Offset().IsMatch(name))
        {
            var size = TimeSpan.ParseExact(name.AsSpan(1), @"hh\:mm", CultureInfo.InvariantCulture);
            return size > TimeSpan.FromHours(14) ? null : TimeZoneInfo.CreateCustomTimeZone(name, name[0] == '-' ? -size : size, name, name);
        }
        // The system looks a name up as a file path, so only a well-formed name may be passed on.
        return IanaName().IsMatch(name) && !IsLocal(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    /// <summary>Names that the system accepts but that differ between machines, count leap seconds or duplicate a zone.</summary>
    private static bool IsLocal(string name) =>
        name is "localtime" or "posixrules" or "Factory" || name.StartsWith("right/", StringComparison.Ordinal)
        || name.StartsWith("posix/", StringComparison.Ordinal);

    [GeneratedRegex(@"^[+-][01][0-9]:[0-5][0-9]\z")]
    private static partial Regex Offset();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z][A-Za-z0-9_+-]*){0,2}\z")]
    private static partial Regex IanaName();
}
