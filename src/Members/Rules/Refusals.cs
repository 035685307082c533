namespace NatoServices.Members.Rules;

/// <summary>The member is not on the roster, as known at the requested moment.</summary>
[Refused(RefusalStatus.NotFound, "MEMBER_UNKNOWN")]
public sealed record MemberUnknown(string Code) : Refusal($"The roster has no {Code}.", ("member", Code));

/// <summary>The state is already invited or a member.</summary>
[Refused(RefusalStatus.AlreadyExists, "MEMBER_ALREADY_ON_ROSTER")]
public sealed record MemberAlreadyOnRoster(string Code, MemberStatus Status) : Refusal(
    $"{Code} is on the roster already, as {Moves.Name(Status)}.", ("member", Code), ("status", Moves.Name(Status)));

/// <summary>The state's status does not allow the command.</summary>
[Refused(RefusalStatus.FailedPrecondition, "MEMBERSHIP_MOVE_IMPOSSIBLE")]
public sealed record MembershipMoveImpossible(string Code, MemberStatus Status, string Asked) : Refusal(
    $"{Code} is {Moves.Name(Status)}: {Asked} is not possible, only {Moves.From(Status)} is.",
    ("member", Code), ("status", Moves.Name(Status)), ("possible", Moves.From(Status)));

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
