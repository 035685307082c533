namespace NatoServices.Domain;

/// <summary>Why a command or a query is refused. <see cref="RefusedAttribute"/> gives the gRPC status of each case.</summary>
/// <param name="Message">A sentence for people. If there is an alternative, it says what is possible instead.</param>
public abstract record Refusal(string Message)
{
    /// <summary>A refusal with <see cref="Metadata"/>.</summary>
    protected Refusal(string message, params (string Key, string Value)[] metadata) : this(message) =>
        Metadata = metadata.ToDictionary(m => m.Key, m => m.Value);

    /// <summary>Details for programs, such as the members concerned, the possible moves or the current state.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>The gRPC status and the reason of a type of refusal.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RefusedAttribute(RefusalStatus status, string reason) : Attribute
{
    /// <summary>The gRPC status.</summary>
    public RefusalStatus Status { get; } = status;

    /// <summary>The reason in <c>nato.errors.v1.Reason</c> without the prefix <c>REASON_</c>, such as <c>MEMBER_UNKNOWN</c>.</summary>
    public string Reason { get; } = reason;
}

/// <summary>The kind of a refusal. Names and numbers are those of the gRPC status codes.</summary>
public enum RefusalStatus
{
    /// <summary>The request is invalid.</summary>
    InvalidArgument = 3,

    /// <summary>The request names something that does not exist.</summary>
    NotFound = 5,

    /// <summary>The id is already in use.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is not allowed to do this.</summary>
    PermissionDenied = 7,

    /// <summary>This process has reached its limit of callers.</summary>
    ResourceExhausted = 8,

    /// <summary>The current state does not allow the command.</summary>
    FailedPrecondition = 9,

    /// <summary>The record has not reached the requested revision.</summary>
    OutOfRange = 11,

    /// <summary>There is no such method.</summary>
    Unimplemented = 12,

    /// <summary>A defect in the service.</summary>
    Internal = 13,

    /// <summary>A dependency is unavailable; the caller can retry.</summary>
    Unavailable = 14,

    /// <summary>The record is corrupt.</summary>
    DataLoss = 15,
}

/// <summary>One error in a request.</summary>
/// <param name="Field">The path of the field in the request, in proto names, such as <c>source.url</c> or <c>conditions[2]</c>.</param>
/// <param name="Description">What is wrong and what is expected.</param>
public sealed record Violation(string Field, string Description);

/// <summary>The request is invalid. Lists every violation.</summary>
[Refused(RefusalStatus.InvalidArgument, "INVALID_INPUT")]
public sealed record InvalidInput(IReadOnlyList<Violation> Violations)
    : Refusal(Violations.Count == 1
        ? $"{Violations[0].Field}: {Violations[0].Description}"
        : $"The request has {Violations.Count} violations.");

/// <summary>The request id was already used for a different request or by a different actor.</summary>
[Refused(RefusalStatus.AlreadyExists, "REQUEST_ID_REUSED")]
public sealed record RequestIdReused(string RequestId, long Revision)
    : Refusal($"The request id '{RequestId}' stands for another request, recorded as entry {Revision}.");

/// <summary>The request needs a revision that the record has not reached.</summary>
[Refused(RefusalStatus.OutOfRange, "REVISION_NOT_REACHED")]
public sealed record RevisionNotReached(string Stream, long Asked, long Reached)
    : Refusal($"Revision {Asked} of {Stream} does not exist; the newest is {Reached}.");

/// <summary>Carries a refusal as an exception to the code that answers the caller.</summary>
public sealed class RefusalException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>The refusal.</summary>
    public Refusal Refusal { get; } = refusal;
}
