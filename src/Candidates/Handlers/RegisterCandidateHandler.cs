using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates.Handlers;

internal sealed class RegisterCandidateHandler(CommandPipeline<Slate, SlateEvent> pipeline, RosterClient rosters)
    : MappedCommandHandler<RegisterCandidateRequest, RegisterCandidate, RegisterCandidateResponse, Slate, SlateEvent, Roster>(pipeline)
{
    public override RegisterCandidate Map(RegisterCandidateRequest request, string actor) => new(
        request.Vacancy, request.CandidateId, request.Name, [.. request.Aliases], request.Nationality, request.Office,
        [.. request.Facts.Select(CandidatesWire.ToFact)]);

    public override string StreamOf(RegisterCandidate command) => Slates.StreamOf(command.Vacancy);

    public override async ValueTask<Answer<Roster>> FreshFactsAsync(RegisterCandidate command, CancellationToken cancellation) =>
        command.AsksRoster ? await rosters.ReadNewestAsync(cancellation) : default;

    public override Ruling<SlateEvent> Decide(Command<RegisterCandidate> command, Slate state, Roster? facts, DateTimeOffset now) =>
        state.Decide(command.Request, facts);

    public override ValueTask<RegisterCandidateResponse> ReplyAsync(RegisterCandidate command, Snapshot<Slate> after, CancellationToken cancellation)
    {
        // By the entry, not by the id: an earlier version may have made another id of the name when a repeated request was first answered.
        var entered = after.State.Candidates.Values.Single(c => c.Recorded.Revision == after.Revision);
        return new(new RegisterCandidateResponse { Candidate = CandidatesWire.Entered(after, entered.Id), RevisionToken = after.Token });
    }
}
