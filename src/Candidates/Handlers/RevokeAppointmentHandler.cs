using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates.Handlers;

internal sealed class RevokeAppointmentHandler(CommandPipeline<Slate, SlateEvent> pipeline)
    : MappedCommandHandler<RevokeAppointmentRequest, RevokeAppointment, RevokeAppointmentResponse, Slate, SlateEvent>(pipeline)
{
    public override RevokeAppointment Map(RevokeAppointmentRequest request, string actor) =>
        new(actor, request.Vacancy, request.Candidate, request.Selection, request.Reason);

    public override string StreamOf(RevokeAppointment command) => Slates.StreamOf(command.Vacancy);

    protected override Ruling<SlateEvent> Decide(RevokeAppointment command, Slate state, DateTimeOffset now) => state.Decide(command);

    public override ValueTask<RevokeAppointmentResponse> ReplyAsync(RevokeAppointment command, Snapshot<Slate> after, CancellationToken cancellation) =>
        new(new RevokeAppointmentResponse { Candidate = CandidatesWire.Entered(after, command.Candidate), RevisionToken = after.Token });
}
