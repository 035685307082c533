using System.Diagnostics;
using System.Globalization;
using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>How an announcement is written: version, revision, when recorded, when checked (both in ticks, UTC), hash, stream; of a message
/// also, if that is recorded, the span that announces (traceparent). A process of an earlier version passes over a message with a span,
/// and looks at the key as if it had heard nothing: no name of a stream has a space.</summary>
internal static class HeadText
{
    private const string Version = "1";

    public static string Write(string stream, Announced told) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Version} {told.Head.Revision} {told.Head.RecordedAt.UtcTicks} {told.CheckedAt.UtcTicks} {Convert.ToHexStringLower(told.Head.Hash.Span)} {stream}");

    /// <summary>An announcement with the span that makes it.</summary>
    public static string Carrying(string text, string trace) => $"{text} {trace}";

    /// <summary>What was announced, and of which stream; null if it is no announcement: others may write there too. A span that
    /// can't be read is none.</summary>
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
