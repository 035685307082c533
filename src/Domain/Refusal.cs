namespace NatoServices.Domain;

/// <summary>
/// Why a command or a reading is refused. Each service's rules name their own cases; each says by <see cref="RefusedAttribute"/> what it is
/// on the wire.
/// </summary>
/// <param name="Message">One sentence for a person; it says what would be possible instead, where something is.</param>
public abstract record Refusal(string Message)
{
    /// <summary>What a program needs to act on the refusal: the members in question, the possible moves, the present state.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>What a refusal is on the wire.</summary>
/// <param name="status">Its status.</param>
/// <param name="reason">Its reason in <c>nato.errors.v1.Reason</c>, without the prefix <c>REASON_</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RefusedAttribute(RefusalStatus status, string reason) : Attribute
{
    /// <summary>Its status.</summary>
    public RefusalStatus Status { get; } = status;

    /// <summary>Its reason, such as <c>MEMBER_UNKNOWN</c>.</summary>
    public string Reason { get; } = reason;
}

/// <summary>What kind of refusal it is. The names and numbers are gRPC's.</summary>
public enum RefusalStatus
{
    /// <summary>The request itself is wrong.</summary>
    InvalidArgument = 3,

    /// <summary>There is nothing of that name.</summary>
    NotFound = 5,

    /// <summary>The name is taken.</summary>
    AlreadyExists = 6,

    /// <summary>Somebody else may do this.</summary>
    PermissionDenied = 7,

    /// <summary>This process serves as many as it may.</summary>
    ResourceExhausted = 8,

    /// <summary>The state does not allow it.</summary>
    FailedPrecondition = 9,

    /// <summary>The record has not come that far.</summary>
    OutOfRange = 11,

    /// <summary>A defect.</summary>
    Internal = 13,

    /// <summary>Something that is needed is away; try again.</summary>
    Unavailable = 14,

    /// <summary>The record is damaged.</summary>
    DataLoss = 15,
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">The field's path in the request, in proto names, such as <c>source.url</c> or <c>conditions[2]</c>.</param>
/// <param name="Description">What is wrong and what is expected.</param>
public sealed record Violation(string Field, string Description);

/// <summary>The request itself is wrong; every violation is named.</summary>
[Refused(RefusalStatus.InvalidArgument, "INVALID_INPUT")]
public sealed record InvalidInput(IReadOnlyList<Violation> Violations)
    : Refusal(Violations.Count == 1
        ? $"{Violations[0].Field}: {Violations[0].Description}"
        : $"The request has {Violations.Count} violations.");

/// <summary>The request id was used before, for something else or by somebody else.</summary>
[Refused(RefusalStatus.AlreadyExists, "REQUEST_ID_REUSED")]
public sealed record RequestIdReused(string RequestId, long Revision)
    : Refusal($"The request id '{RequestId}' stands for another request, recorded as entry {Revision}.");

/// <summary>A token names a revision that the record has not reached.</summary>
[Refused(RefusalStatus.OutOfRange, "REVISION_NOT_REACHED")]
public sealed record RevisionNotReached(string Stream, long Asked, long Reached)
    : Refusal($"Revision {Asked} of {Stream} does not exist; the newest is {Reached}.");

/// <summary>Carries a refusal through the shell to the caller.</summary>
public sealed class RefusalException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>What is refused and why.</summary>
    public Refusal Refusal { get; } = refusal;
}
