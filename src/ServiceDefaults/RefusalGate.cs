namespace NatoServices.ServiceDefaults;

/// <summary>A response body that passes writes through, or buffers them if the response is a refusal that must be rewritten.</summary>
/// <param name="response">The real response body.</param>
/// <param name="isToBeHeld">Called at the first write, when the status is set; returns whether to buffer.</param>
internal sealed class RefusalGate(Stream response, Func<bool> isToBeHeld) : Stream
{
    private MemoryStream? held;
    private bool decided;

    /// <summary>The buffered body; null if nothing was buffered.</summary>
    public byte[]? Held => held?.ToArray();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    private Stream Way
    {
        get
        {
            if (!decided && isToBeHeld()) held = new();
            decided = true;
            return held ?? response;
        }
    }

    public override void Flush() => Way.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => Way.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Way.Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Way.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Way.WriteAsync(buffer, cancellationToken);
}
