namespace NatoServices.ServiceDefaults;

/// <summary>A response on its way out. It passes as it is written, unless it is a refusal that is to be put in other words: that is held back.</summary>
/// <param name="response">Where it goes.</param>
/// <param name="isToBeHeld">Asked at the first write, when the status stands.</param>
internal sealed class RefusalGate(Stream response, Func<bool> isToBeHeld) : Stream
{
    private MemoryStream? held;
    private bool decided;

    /// <summary>What was held back; null if nothing was.</summary>
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
