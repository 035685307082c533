using System.Globalization;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults.Cache;

/// <summary>How an announcement is written: version, revision, when recorded, when checked (both in ticks, UTC), hash, stream.</summary>
internal static class HeadText
{
    private const string Version = "1";

    public static string Write(string stream, Announced told) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Version} {told.Head.Revision} {told.Head.RecordedAt.UtcTicks} {told.CheckedAt.UtcTicks} {Convert.ToHexStringLower(told.Head.Hash.Span)} {stream}");

    /// <summary>What was announced, and of which stream; null if it is no announcement: others may write there too.</summary>
    public static (string Stream, Announced Told)? Read(string? text)
    {
        if (text?.Split(' ', 6) is not [Version, var revision, var recordedAt, var checkedAt, { Length: 64 } hash, var stream]) return null;
        return Number(revision) is { } number && Moment(recordedAt) is { } recorded && Moment(checkedAt) is { } looked && hash.All(char.IsAsciiHexDigit)
            ? (stream, new(new(number, Convert.FromHexString(hash), recorded), looked))
            : null;
    }

    private static DateTimeOffset? Moment(string text) =>
        Number(text) is { } ticks && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new(ticks, TimeSpan.Zero) : null;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
