using System.Collections.Immutable;
using Nato.Consensus.V1;

namespace NatoServices.Consensus.Watching;

/// <summary>
/// The last entries of a record up to its newest revision, serialized once for all watchers. A watcher that is further behind reads the
/// journal. A slow watcher keeps a tail in memory, so its size in bytes is limited.
/// </summary>
internal sealed record EntryTail(long Revision, ImmutableList<WatchEntriesResponse> Entries, int Bytes)
{
    /// <summary>The maximum size of a tail, in bytes; a single larger entry is kept nevertheless.</summary>
    public const int MaxBytes = 256 << 10;

    public static EntryTail At(long revision) => new(revision, [], 0);

    public bool HasAllAfter(long revision) => Revision - Entries.Count <= revision;

    public IEnumerable<WatchEntriesResponse> After(long revision) => Entries.Where(e => e.Revision > revision);

    /// <summary>The tail after one more entry; the oldest entries are dropped to keep the size limit.</summary>
    public EntryTail And(WatchEntriesResponse next)
    {
        var (entries, bytes) = (Entries.Add(next), Bytes + next.CalculateSize());
        while (bytes > MaxBytes && entries.Count > 1)
        {
            bytes -= entries[0].CalculateSize();
            entries = entries.RemoveAt(0);
        }
        return new(next.Revision, entries, bytes);
    }
}
