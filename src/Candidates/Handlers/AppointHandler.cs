using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Candidates.Handlers;

internal sealed class AppointHandler(CommandPipeline<Slate, SlateEvent> pipeline)
    : CommandHandler<AppointRequest, AppointResponse, Slate, SlateEvent>(pipeline)
{
    public override string StreamOf(AppointRequest request) => Slates.StreamOf(request.Vacancy);

    protected override Ruling<SlateEvent> Decide(Command<AppointRequest> command, Slate state, DateTimeOffset now) =>
        state.Decide(CandidatesWire.Command(command.Request, command.Actor), now);

    public override ValueTask<AppointResponse> ReplyAsync(AppointRequest request, Snapshot<Slate> after, CancellationToken cancellation) =>
        new(new AppointResponse { Candidate = CandidatesWire.Entered(after, request.Candidate), RevisionToken = CandidatesWire.Token(after) });
}
