using Grpc.Core;
using Nato.Errors.V1;
using NatoServices.Consensus.Rules;
using NatoServices.Words;

namespace NatoServices.Consensus;

/// <summary>The one table: what each refusal of a selection's rules is on the wire.</summary>
internal static class ConsensusRefusals
{
    public static (StatusCode, Reason)? Of(Refusal refusal) => refusal switch
    {
        SelectionUnknown => (StatusCode.NotFound, Reason.SelectionUnknown),
        SelectionAlreadyOpen => (StatusCode.AlreadyExists, Reason.SelectionAlreadyOpen),
        SelectionIsClosed => (StatusCode.FailedPrecondition, Reason.SelectionClosed),
        CandidateUnknown => (StatusCode.NotFound, Reason.CandidateUnknown),
        PositionUnknown => (StatusCode.NotFound, Reason.PositionUnknown),
        PositionAlreadyRetracted => (StatusCode.FailedPrecondition, Reason.PositionRetracted),
        ConditionUnknown => (StatusCode.NotFound, Reason.ConditionUnknown),
        ConditionAlreadyDischarged => (StatusCode.FailedPrecondition, Reason.ConditionDischarged),
        NoElectorate => (StatusCode.FailedPrecondition, Reason.NoElectorate),
        SelectionIsDecided => (StatusCode.FailedPrecondition, Reason.SelectionDecided),
        SelectionNotDecided => (StatusCode.FailedPrecondition, Reason.SelectionNotDecided),
        SilenceUnknown => (StatusCode.NotFound, Reason.SilenceUnknown),
        SilenceRuns => (StatusCode.FailedPrecondition, Reason.SilenceRuns),
        SilenceEnded => (StatusCode.FailedPrecondition, Reason.SilenceEnded),
        SilenceHasRunOut => (StatusCode.FailedPrecondition, Reason.SilenceRanOut),
        SilenceBrokenBefore => (StatusCode.FailedPrecondition, Reason.SilenceBrokenBefore),
        CandidateNotStanding => (StatusCode.FailedPrecondition, Reason.CandidateNotStanding),
        VacancyIsFilled => (StatusCode.FailedPrecondition, Reason.VacancyFilled),
        ObjectionStands => (StatusCode.FailedPrecondition, Reason.ObjectionStands),
        ConsensusBlocked => (StatusCode.FailedPrecondition, Reason.ConsensusBlocked),
        DecisionUnknown => (StatusCode.NotFound, Reason.DecisionUnknown),
        DecisionNotInForce => (StatusCode.FailedPrecondition, Reason.DecisionNotInForce),
        AppointmentPending => (StatusCode.FailedPrecondition, Reason.AppointmentPending),
        _ => null,
    };
}
