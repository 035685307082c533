using System.Diagnostics;
using System.Globalization;

namespace NatoServices.Aggregates;

/// <summary>
/// The text format of an announcement: version, revision, time recorded, time checked (both in ticks, UTC), hash, stream, separated by
/// spaces. A message also has the traceparent of the announcing span, if that span is recorded. A process of an earlier version ignores a
/// message with a traceparent, and reads the key as if there had been no message. Stream names contain no spaces.
/// </summary>
internal static class HeadText
{
    private const string Version = "1";

    public static string Write(string stream, Announced told) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Version} {told.Head.Revision} {told.Head.RecordedAt.UtcTicks} {told.CheckedAt.UtcTicks} {Convert.ToHexStringLower(told.Head.Hash.Span)} {stream}");

    public static string Carrying(string text, string trace) => $"{text} {trace}";

    /// <summary>
    /// Parses an announcement; null if the text is none, since others may write to the same Redis. An invalid traceparent is ignored.
    /// </summary>
    public static (string Stream, Announced Told, ActivityContext Cause)? Read(string? text)
    {
        if (text?.Split(' ', 7) is not [Version, var revision, var recordedAt, var checkedAt, { Length: 64 } hash, var stream, .. var rest]) return null;
        return Number(revision) is { } number && Moment(recordedAt) is { } recorded && Moment(checkedAt) is { } looked && hash.All(char.IsAsciiHexDigit)
            ? (stream, new(new(number, Convert.FromHexString(hash), recorded), looked), rest is [var trace] ? Signals.Caused(trace) : default)
            : null;
    }

    private static DateTimeOffset? Moment(string text) =>
        Number(text) is { } ticks && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new(ticks, TimeSpan.Zero) : null;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
