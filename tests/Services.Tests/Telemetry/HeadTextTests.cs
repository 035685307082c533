using System.Diagnostics;
using NatoServices.Aggregates;

namespace NatoServices.Services.Tests.Telemetry;

/// <summary>Announcements between processes of this version and of earlier ones.</summary>
public sealed class HeadTextTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly Announced Told = new(new(7, new byte[32], DateTimeOffset.UnixEpoch.AddDays(1)), DateTimeOffset.UnixEpoch.AddDays(2));

    [Fact]
    public void An_announcement_carries_the_span_that_makes_it()
    {
        var (stream, told, cause) = HeadText.Read(HeadText.Carrying(HeadText.Write("selection/x", Told), Trace))!.Value;
        Assert.Equal(("selection/x", 7, Told.Head.RecordedAt, Told.CheckedAt), (stream, told.Head.Revision, told.Head.RecordedAt, told.CheckedAt));
        Assert.Equal(ActivityContext.Parse(Trace, null), new(cause.TraceId, cause.SpanId, cause.TraceFlags));
        Assert.True(cause.IsRemote);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" nonsense")]
    [InlineData(" 00-00000000000000000000000000000000-0000000000000000-01")]
    [InlineData(" 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 more")]
    public void One_without_a_span_or_with_one_that_cannot_be_read_is_heard_all_the_same(string rest)
    {
        var (stream, told, cause) = HeadText.Read(HeadText.Write("selection/x", Told) + rest)!.Value;
        Assert.Equal(("selection/x", 7, default), (stream, told.Head.Revision, cause));
    }
}
