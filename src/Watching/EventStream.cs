using System.Buffers;
using System.Text;
using System.Text.Json;

namespace NatoServices.Watching;

/// <summary>A response body that turns lines of JSON into server-sent events if the response is a watch.</summary>
/// <param name="response">The real response body.</param>
/// <param name="begin">Called at the first write, when the status is set; returns whether the response is a watch.</param>
internal sealed class EventStream(Stream response, Func<bool> begin) : ResponseBody
{
    private readonly ArrayBufferWriter<byte> line = new();

    private bool? isWatch;

    public override void Flush() => response.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => response.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!(isWatch ??= begin()))
        {
            await response.WriteAsync(buffer, cancellationToken);
            return;
        }
        while (buffer.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            line.Write(buffer.Span[..end]);
            await FinishAsync(cancellationToken);
            buffer = buffer[(end + 1)..];
        }
        line.Write(buffer.Span);
    }

    /// <summary>Sends the rest: the last line may have no line end.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        if (line.WrittenCount == 0) return;
        await response.WriteAsync(EventOf(line.WrittenMemory), cancellation);
        line.ResetWrittenCount();
    }

    /// <summary>
    /// Formats an event. The id is what the watch resumes after. The kind is "heartbeat" if the message brings nothing new, so that a
    /// listener for plain messages does not get it, and "end" if it says why the watch ends.
    /// </summary>
    private static byte[] EventOf(ReadOnlyMemory<byte> json)
    {
        using var message = JsonDocument.Parse(json);
        var fields = message.RootElement;
        var kind = fields.TryGetProperty("code", out _) ? "event: end\n"
            : fields.EnumerateObject().Any(f => f.Value.ValueKind == JsonValueKind.Object) ? ""
            : "event: heartbeat\n";
        var id = fields.TryGetProperty("revisionToken", out var token) || fields.TryGetProperty("revision", out token) ? $"id: {token}\n" : "";
        return [.. Encoding.UTF8.GetBytes($"{kind}{id}data: "), .. json.Span, (byte)'\n', (byte)'\n'];
    }
}
