using NatoServices.Journal;

namespace NatoServices.Aggregates;

/// <summary>The state of a stream at one revision. Immutable: a later revision is another snapshot.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Revision">The revision; 0 for a stream without entries.</param>
/// <param name="State">The result of applying all entries up to this revision, in order.</param>
public sealed record Snapshot<TState>(string Stream, long Revision, TState State)
{
    /// <summary>
    /// Whether the state, or one that it was computed from, came from the shared cache. Readings use such a state; decisions do not.
    /// Otherwise it was folded from the journal in this process, or received from the service that owns the stream.
    /// </summary>
    public bool IsFromSharedCache { get; init; }

    /// <summary>Approximate size in memory, in bytes: the size of the entries, or of the serialized state, that it was made from.</summary>
    public long Size { get; init; }

    /// <summary>The snapshot after one more entry.</summary>
    public Snapshot<TState> With(long revision, TState state, int entryBytes) =>
        this with { Revision = revision, State = state, Size = Size + entryBytes };

    /// <summary>Equal by stream, revision and state: where it came from and what it takes don't matter.</summary>
    public bool Equals(Snapshot<TState>? other) =>
        other is not null && (Stream, Revision) == (other.Stream, other.Revision) && EqualityComparer<TState>.Default.Equals(State, other.State);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Stream, Revision);
}

/// <summary>The author of an append.</summary>
/// <param name="Actor">The actor that is stored with the entries.</param>
/// <param name="Request">The request id and fingerprint, for idempotency; null if the client gave no id.</param>
/// <param name="Sealed">
/// Confidential text that is stored beside the last entry, whose event refers to it by its <see cref="Seal"/>; null if there is none.
/// </param>
public sealed record Author(string Actor, RequestKey? Request = null, string? Sealed = null);
