namespace NatoServices.ServiceDefaults;

/// <summary>A response body that passes writes through, or buffers them if the response is a refusal that must be rewritten.</summary>
/// <param name="response">The real response body.</param>
/// <param name="isToBeHeld">Called at the first write, when the status is set; returns whether to buffer.</param>
internal sealed class RefusalGate(Stream response, Func<bool> isToBeHeld) : ResponseBody
{
    private MemoryStream? held;
    private bool decided;

    public byte[]? Held => held?.ToArray();

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

    public override void Write(byte[] buffer, int offset, int count) => Way.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Way.WriteAsync(buffer, cancellationToken);
}
