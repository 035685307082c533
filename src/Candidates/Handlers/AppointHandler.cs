using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates.Handlers;

internal sealed class AppointHandler(CommandPipeline<Slate, SlateEvent> pipeline)
    : MappedCommandHandler<AppointRequest, Appoint, AppointResponse, Slate, SlateEvent>(pipeline)
{
    public override Appoint Map(AppointRequest request, string actor) =>
        new(actor, request.Vacancy, request.Candidate, request.Selection, request.DecidedOn.ToPartialDate());

    public override string StreamOf(Appoint command) => Slates.StreamOf(command.Vacancy);

    protected override Ruling<SlateEvent> Decide(Appoint command, Slate state, DateTimeOffset now) => state.Decide(command, now);

    public override ValueTask<AppointResponse> ReplyAsync(Appoint command, Snapshot<Slate> after, CancellationToken cancellation) =>
        new(new AppointResponse { Candidate = CandidatesWire.Entered(after, command.Candidate), RevisionToken = after.Token });
}
