using Grpc.Core;
using Nato.Errors.V1;
using NatoServices.Members.Rules;
using NatoServices.Words;

namespace NatoServices.Members;

/// <summary>The one table: what each refusal of the roster's rules is on the wire.</summary>
internal static class MembersRefusals
{
    public static (StatusCode, Reason)? Of(Refusal refusal) => refusal switch
    {
        MemberUnknown => (StatusCode.NotFound, Reason.MemberUnknown),
        MemberAlreadyOnRoster => (StatusCode.AlreadyExists, Reason.MemberAlreadyOnRoster),
        MembershipMoveImpossible => (StatusCode.FailedPrecondition, Reason.MembershipMoveImpossible),
        _ => null,
    };
}
