using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;
using Roster = NatoServices.Domain.Roster;

namespace NatoServices.Candidates.Handlers;

internal sealed class RegisterCandidateHandler(CommandPipeline<Slate, SlateEvent> pipeline, RosterClient rosters)
    : CommandHandler<RegisterCandidateRequest, RegisterCandidateResponse, Slate, SlateEvent, Roster>(pipeline)
{
    public override string StreamOf(RegisterCandidateRequest request) => Slates.StreamOf(request.Vacancy);

    public override async ValueTask<Answer<Roster>> FreshFactsAsync(RegisterCandidateRequest request, CancellationToken cancellation) =>
        CandidatesWire.Command(request).AsksRoster ? await rosters.ReadNewestAsync(cancellation) : default;

    public override Ruling<SlateEvent> Decide(Command<RegisterCandidateRequest> command, Slate state, Roster? facts, DateTimeOffset now) =>
        state.Decide(CandidatesWire.Command(command.Request), facts);

    public override ValueTask<RegisterCandidateResponse> ReplyAsync(RegisterCandidateRequest request, Snapshot<Slate> after, CancellationToken cancellation) =>
        new(new RegisterCandidateResponse { Candidate = CandidatesWire.Entered(after, CandidatesWire.Command(request).Id), RevisionToken = CandidatesWire.Token(after) });
}
