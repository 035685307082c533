namespace NatoServices.Journal.Writing;

/// <summary>
/// Stream heads as this writer last wrote or read them, so that it need not read back what it has just written. The user of a head must
/// make sure that it is still current.
/// </summary>
internal sealed class KnownHeads
{
    private const int Most = 4096;

    private readonly Dictionary<string, Head> heads = new(StringComparer.Ordinal);

    public Head? this[string stream] => heads.TryGetValue(stream, out var head) ? head : null;

    public void Learn(string stream, Head head)
    {
        // Removes all: it is not worth counting which streams are written most, and those come back at once.
        if (heads.Count >= Most && !heads.ContainsKey(stream)) heads.Clear();
        heads[stream] = head;
    }

    public void Forget(string stream) => heads.Remove(stream);

    public void Forget() => heads.Clear();
}
