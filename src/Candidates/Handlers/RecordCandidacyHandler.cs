using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates.Handlers;

internal sealed class RecordCandidacyHandler(CommandPipeline<Slate, SlateEvent> pipeline, RosterClient rosters)
    : MappedCommandHandler<RecordCandidacyRequest, RecordCandidacy, RecordCandidacyResponse, Slate, SlateEvent, Roster>(pipeline)
{
    public override RecordCandidacy Map(RecordCandidacyRequest request, string actor) => new(
        request.Vacancy, request.Candidate, (Domain.CandidacyStatus)request.Status, request.Sourcing.ToSourcing(), request.Source.ToSource(),
        request.Date.ToPartialDate(), request.PresentedBy);

    public override string StreamOf(RecordCandidacy command) => Slates.StreamOf(command.Vacancy);

    public override async ValueTask<Answer<Roster>> FreshFactsAsync(RecordCandidacy command, CancellationToken cancellation) =>
        command.AsksRoster ? await rosters.ReadNewestAsync(cancellation) : default;

    public override Ruling<SlateEvent> Decide(Command<RecordCandidacy> command, Slate state, Roster? facts, DateTimeOffset now) =>
        state.Decide(command.Request, facts, now);

    public override ValueTask<RecordCandidacyResponse> ReplyAsync(RecordCandidacy command, Snapshot<Slate> after, CancellationToken cancellation) =>
        new(new RecordCandidacyResponse { Candidate = CandidatesWire.Entered(after, command.Candidate), RevisionToken = after.Token });
}
