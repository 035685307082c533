using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;
using Roster = NatoServices.Domain.Roster;

namespace NatoServices.Candidates.Handlers;

internal sealed class RecordCandidacyHandler(CommandPipeline<Slate, SlateEvent> pipeline, RosterClient rosters)
    : CommandHandler<RecordCandidacyRequest, RecordCandidacyResponse, Slate, SlateEvent, Roster>(pipeline)
{
    public override string StreamOf(RecordCandidacyRequest request) => Slates.StreamOf(request.Vacancy);

    public override async ValueTask<Answer<Roster>> FreshFactsAsync(RecordCandidacyRequest request, CancellationToken cancellation) =>
        CandidatesWire.Command(request).AsksRoster ? await rosters.ReadNewestAsync(cancellation) : default;

    public override Ruling<SlateEvent> Decide(Command<RecordCandidacyRequest> command, Slate state, Roster? facts, DateTimeOffset now) =>
        state.Decide(CandidatesWire.Command(command.Request), facts, now);

    public override ValueTask<RecordCandidacyResponse> ReplyAsync(RecordCandidacyRequest request, Snapshot<Slate> after, CancellationToken cancellation) =>
        new(new RecordCandidacyResponse { Candidate = CandidatesWire.Entered(after, request.Candidate), RevisionToken = CandidatesWire.Token(after) });
}
