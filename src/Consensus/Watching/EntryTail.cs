using System.Collections.Immutable;
using Nato.Consensus.V1;

namespace NatoServices.Consensus.Watching;

/// <summary>The last entries of a record, ready to go out to many: whoever is further behind reads the journal.</summary>
/// <param name="Revision">The newest revision.</param>
/// <param name="Entries">The entries up to there, in order; few or none.</param>
internal sealed record EntryTail(long Revision, ImmutableArray<WatchEntriesResponse> Entries)
{
    private const int Longest = 256;

    /// <summary>Whether it has every entry after a revision.</summary>
    public bool HasAllAfter(long revision) => Revision - Entries.Length <= revision;

    /// <summary>Those after a revision.</summary>
    public IEnumerable<WatchEntriesResponse> After(long revision) => Entries.Where(e => e.Revision > revision);

    /// <summary>The tail with one more entry.</summary>
    public EntryTail And(WatchEntriesResponse next) =>
        new(next.Revision, Entries.Length < Longest ? Entries.Add(next) : [.. Entries.Skip(1), next]);
}
