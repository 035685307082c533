using Grpc.Core;
using Nato.Errors.V1;
using NatoServices.Candidates.Rules;
using NatoServices.Words;

namespace NatoServices.Candidates;

/// <summary>The one table: what each refusal of the slate's rules is on the wire.</summary>
internal static class CandidatesRefusals
{
    public static (StatusCode, Reason)? Of(Refusal refusal) => refusal switch
    {
        VacancyUnknown => (StatusCode.NotFound, Reason.VacancyUnknown),
        VacancyAlreadyOpen => (StatusCode.AlreadyExists, Reason.VacancyAlreadyOpen),
        VacancyFilled => (StatusCode.FailedPrecondition, Reason.VacancyFilled),
        CandidateUnknown => (StatusCode.NotFound, Reason.CandidateUnknown),
        CandidateAlreadyRegistered => (StatusCode.AlreadyExists, Reason.CandidateAlreadyRegistered),
        CandidacyMoveImpossible => (StatusCode.FailedPrecondition, Reason.CandidacyMoveImpossible),
        AppointmentReserved => (StatusCode.PermissionDenied, Reason.AppointmentReserved),
        _ => null,
    };
}
