namespace NatoServices.Words;

/// <summary>Why a command or a reading is refused. Each service's rules name their own cases; one table gives each its status.</summary>
/// <param name="Message">One sentence for a person; it says what would be possible instead, where something is.</param>
public abstract record Refusal(string Message)
{
    /// <summary>What a program needs to act on the refusal: the members in question, the possible moves, the present state.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">The field's path in the request, in proto names, such as <c>source.url</c> or <c>conditions[2]</c>.</param>
/// <param name="Description">What is wrong and what is expected.</param>
public sealed record Violation(string Field, string Description);

/// <summary>The request itself is wrong; every violation is named.</summary>
public sealed record InvalidInput(IReadOnlyList<Violation> Violations)
    : Refusal(Violations.Count == 1
        ? $"{Violations[0].Field}: {Violations[0].Description}"
        : $"The request has {Violations.Count} violations.");

/// <summary>The request id was used before, for something else or by somebody else.</summary>
public sealed record RequestIdReused(string RequestId, long Revision)
    : Refusal($"The request id '{RequestId}' stands for another request, recorded as entry {Revision}.");

/// <summary>A token names a revision that the record has not reached.</summary>
public sealed record RevisionNotReached(string Stream, long Asked, long Reached)
    : Refusal($"Revision {Asked} of {Stream} does not exist; the newest is {Reached}.");

/// <summary>Carries a refusal through the shell to the caller.</summary>
public sealed class RefusalException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>What is refused and why.</summary>
    public Refusal Refusal { get; } = refusal;
}
