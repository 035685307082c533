namespace NatoServices.Aggregates;

/// <summary>The state of a stream at one revision. Immutable: a later revision is another snapshot.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Head">The head of the stream at that revision; <see cref="Head.None"/> for a stream without entries.</param>
/// <param name="State">The result of applying all entries up to this revision, in order.</param>
public sealed record Snapshot<TState>(string Stream, Head Head, TState State)
{
    /// <summary>The revision; 0 for a stream without entries.</summary>
    public long Revision => Head.Revision;

    /// <summary>
    /// Whether the state, or one that it was computed from, came from the shared cache. Readings use such a state; decisions do not.
    /// Otherwise it was folded from the journal in this process, or received from the service that owns the stream.
    /// </summary>
    public bool IsFromSharedCache { get; init; }

    /// <summary>Approximate size in memory, in bytes: the size of the entries, or of the serialized state, that it was made from.</summary>
    public long Size { get; init; }

    /// <summary>The revision token of the snapshot, as text.</summary>
    public string Token => RevisionToken.Of(Stream, Revision).ToString();

    internal Snapshot<TState> With(Head head, TState state, int entryBytes) => this with { Head = head, State = state, Size = Size + entryBytes };

    /// <summary>Equal by stream, revision and state: where it came from and what it takes do not matter.</summary>
    public bool Equals(Snapshot<TState>? other) =>
        other is not null && (Stream, Revision) == (other.Stream, other.Revision) && EqualityComparer<TState>.Default.Equals(State, other.State);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Stream, Revision);
}

/// <summary>
/// The author of an append, with the request id and fingerprint, for idempotency, and confidential text that is stored beside the last entry,
/// whose event refers to it by its <see cref="Seal"/>; each is null if there is none.
/// </summary>
public sealed record Author(string Actor, RequestKey? Request = null, string? Sealed = null);
