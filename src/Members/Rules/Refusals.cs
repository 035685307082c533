using NatoServices.Domain;

namespace NatoServices.Members.Rules;

/// <summary>The member is not on the roster, as known at the requested moment.</summary>
[Refused(RefusalStatus.NotFound, "MEMBER_UNKNOWN")]
public sealed record MemberUnknown : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public MemberUnknown(string code) : base($"The roster has no {code}.") =>
        Metadata = new Dictionary<string, string> { ["member"] = code };
}

/// <summary>The state is already invited or a member.</summary>
[Refused(RefusalStatus.AlreadyExists, "MEMBER_ALREADY_ON_ROSTER")]
public sealed record MemberAlreadyOnRoster : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public MemberAlreadyOnRoster(string code, MemberStatus status) : base($"{code} is on the roster already, as {Moves.Name(status)}.") =>
        Metadata = new Dictionary<string, string> { ["member"] = code, ["status"] = Moves.Name(status) };
}

/// <summary>The state's status does not allow the command.</summary>
[Refused(RefusalStatus.FailedPrecondition, "MEMBERSHIP_MOVE_IMPOSSIBLE")]
public sealed record MembershipMoveImpossible : Refusal
{
    /// <summary>Creates the refusal.</summary>
    public MembershipMoveImpossible(string code, MemberStatus status, string asked)
        : base($"{code} is {Moves.Name(status)}: {asked} is not possible, only {Moves.From(status)} is.") =>
        Metadata = new Dictionary<string, string> { ["member"] = code, ["status"] = Moves.Name(status), ["possible"] = Moves.From(status) };
}

internal static class Moves
{
    public static string Name(MemberStatus status) => status.ToString().ToUpperInvariant();

    public static string From(MemberStatus status) => status switch
    {
        MemberStatus.Invited => "AccedeMember,WithdrawMember",
        MemberStatus.Member => "WithdrawMember",
        _ => "InviteMember",
    };
}
