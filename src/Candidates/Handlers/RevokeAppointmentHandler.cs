using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Candidates.Handlers;

internal sealed class RevokeAppointmentHandler(CommandPipeline<Slate, SlateEvent> pipeline)
    : CommandHandler<RevokeAppointmentRequest, RevokeAppointmentResponse, Slate, SlateEvent>(pipeline)
{
    public override string StreamOf(RevokeAppointmentRequest request) => Slates.StreamOf(request.Vacancy);

    protected override Ruling<SlateEvent> Decide(Command<RevokeAppointmentRequest> command, Slate state, DateTimeOffset now) =>
        state.Decide(CandidatesWire.Command(command.Request, command.Actor));

    public override ValueTask<RevokeAppointmentResponse> ReplyAsync(RevokeAppointmentRequest request, Snapshot<Slate> after, CancellationToken cancellation) =>
        new(new RevokeAppointmentResponse { Candidate = CandidatesWire.Entered(after, request.Candidate), RevisionToken = CandidatesWire.Token(after) });
}
