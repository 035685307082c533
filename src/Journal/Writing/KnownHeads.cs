namespace NatoServices.Journal.Writing;

/// <summary>
/// Stream heads as this writer last wrote or read them, so that it need not read back what it has just written. The user of a head must
/// make sure that it is still current.
/// </summary>
internal sealed class KnownHeads
{
    private const int MaxBytes = 2 << 20;

    /// <summary>Approximate size of an entry without the stream's name, in bytes.</summary>
    private const int Overhead = 256;

    private readonly Dictionary<string, Head> heads = new(StringComparer.Ordinal);

    private int bytes;

    public Head? this[string stream] => heads.TryGetValue(stream, out var head) ? head : null;

    public void Learn(string stream, Head head)
    {
        if (!heads.ContainsKey(stream))
        {
            // Removes all: it is not worth counting which streams are written most, and those come back at once.
            if (bytes + SizeOf(stream) > MaxBytes) Forget();
            bytes += SizeOf(stream);
        }
        heads[stream] = head;
    }

    public void Forget(string stream)
    {
        if (heads.Remove(stream)) bytes -= SizeOf(stream);
    }

    public void Forget()
    {
        heads.Clear();
        bytes = 0;
    }

    private static int SizeOf(string stream) => 2 * stream.Length + Overhead;
}
