using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>What a stream amounted to at one revision. It never changes: a later revision is another snapshot.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Revision">The revision; 0 for a stream without entries.</param>
/// <param name="State">All its entries up to there, applied in order.</param>
public sealed record Snapshot<TState>(string Stream, long Revision, TState State)
{
    /// <summary>
    /// Whether it, or what it was computed from, was found in the cache that processes share: readings take it, decisions don't. Else it was
    /// folded in this process from the journal, or learnt from its owner.
    /// </summary>
    public bool IsFromSharedCache { get; init; }

    /// <summary>About how much memory it takes, in bytes: what it was computed from.</summary>
    public long Size { get; init; }

    /// <summary>The snapshot with one more entry.</summary>
    public Snapshot<TState> With(long revision, TState state, int entryBytes) =>
        this with { Revision = revision, State = state, Size = Size + entryBytes };
}

/// <summary>On whose behalf something is written.</summary>
/// <param name="Actor">Who enters it.</param>
/// <param name="Request">The request's name, if the client gave one.</param>
/// <param name="Sealed">What is kept beside the last entry, whose event names its <see cref="Seal"/>; null if nothing is.</param>
public sealed record Author(string Actor, RequestKey? Request = null, string? Sealed = null);
