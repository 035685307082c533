using System.Collections.Immutable;
using Nato.Consensus.V1;

namespace NatoServices.Consensus.Watching;

/// <summary>
/// The last entries of a record, ready to go out to many: whoever is further behind reads the journal. A watcher that takes its time holds
/// one of these, so it is bounded in bytes.
/// </summary>
/// <param name="Revision">The newest revision.</param>
/// <param name="Entries">The entries up to there, in order; few or none.</param>
/// <param name="Bytes">The size of the entries.</param>
internal sealed record EntryTail(long Revision, ImmutableList<WatchEntriesResponse> Entries, int Bytes)
{
    /// <summary>The largest tail, in bytes; one entry that is larger goes alone.</summary>
    public const int MaxBytes = 256 << 10;

    /// <summary>The tail of a record of which no entry has come yet.</summary>
    public static EntryTail At(long revision) => new(revision, [], 0);

    /// <summary>Whether it has every entry after a revision.</summary>
    public bool HasAllAfter(long revision) => Revision - Entries.Count <= revision;

    /// <summary>Those after a revision.</summary>
    public IEnumerable<WatchEntriesResponse> After(long revision) => Entries.Where(e => e.Revision > revision);

    /// <summary>The tail with one more entry.</summary>
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
