namespace NatoServices.Journal.Writing;

/// <summary>
/// How far streams had come when this writer last wrote or looked: so that what was just written is not read back. Whoever goes by it makes
/// sure that it still holds.
/// </summary>
internal sealed class KnownHeads
{
    private const int Most = 4096;

    private readonly Dictionary<string, Head> heads = new(StringComparer.Ordinal);

    public Head? this[string stream] => heads.TryGetValue(stream, out var head) ? head : null;

    public void Learn(string stream, Head head)
    {
        // All of them: which are written on most is not worth keeping count of, and those come back at once.
        if (heads.Count >= Most && !heads.ContainsKey(stream)) heads.Clear();
        heads[stream] = head;
    }

    public void Forget(string stream) => heads.Remove(stream);

    public void Forget() => heads.Clear();
}
