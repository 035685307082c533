namespace NatoServices.Consensus.Rules;

/// <summary>Why a member is not on board. Numbered as in the gRPC contract.</summary>
public enum OutstandingReason
{
    /// <summary>No reason: the member is on board.</summary>
    Unspecified = 0,

    /// <summary>No statement of the member is recorded.</summary>
    NotRecorded = 1,

    /// <summary>The recorded statements are too weakly sourced to count.</summary>
    IndicationOnly = 2,

    /// <summary>The member has stated that it has no position.</summary>
    NoPosition = 3,

    /// <summary>The member has an undischarged condition.</summary>
    ConditionUndischarged = 4,

    /// <summary>The member objects.</summary>
    Objects = 5,
}

/// <summary>Explains why a member is not on board.</summary>
public static class Outstanding
{
    /// <summary>The reason, for programs; unspecified for a member that is on board.</summary>
    public static OutstandingReason ReasonOf(MemberLine line) => line.Bucket switch
    {
        Bucket.NotRecorded when line.Indications.Count == 0 => OutstandingReason.NotRecorded,
        Bucket.NotRecorded => OutstandingReason.IndicationOnly,
        Bucket.NoPosition => OutstandingReason.NoPosition,
        Bucket.Conditional => OutstandingReason.ConditionUndischarged,
        Bucket.Objects => OutstandingReason.Objects,
        _ => OutstandingReason.Unspecified,
    };

    /// <summary>The reason in a sentence.</summary>
    public static string Explain(MemberLine line)
    {
        var name = line.State.DisplayName;
        return ReasonOf(line) switch
        {
            OutstandingReason.NotRecorded => $"Nothing is recorded of {name}.",
            OutstandingReason.IndicationOnly => $"Of {name} there is only an indication, which does not count: {Say(line.Indications[0])}.",
            OutstandingReason.NoPosition => $"{name} has said that it has no position ({Where(line.Governing!)}).",
            OutstandingReason.ConditionUndischarged =>
                $"{name} {Verb(line.Governing!.Stance)} ({Where(line.Governing)}) and asks for: {string.Join("; ", line.Undischarged.Select(c => c.Text))}.",
            OutstandingReason.Objects => $"{name} objects ({Where(line.Governing!)}).",
            _ => $"{name} is on board.",
        };
    }

    private static string Say(Statement statement) => $"that it {Verb(statement.Stance)} ({Where(statement)})";

    private static string Where(Statement statement) => $"{Names.Of(statement.Sourcing)}, {statement.TakenOn}";

    private static string Verb(Stance stance) => stance switch
    {
        Stance.Supports => "supports",
        Stance.NoObjection => "has no objection",
        Stance.NoPosition => "has no position",
        _ => "objects",
    };
}
