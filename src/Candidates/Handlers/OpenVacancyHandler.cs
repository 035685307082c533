using Nato.Candidates.V1;
using NatoServices.Aggregates;
using NatoServices.Candidates.Rules;
using NatoServices.Domain;

namespace NatoServices.Candidates.Handlers;

internal sealed class OpenVacancyHandler(CommandPipeline<Slate, SlateEvent> pipeline)
    : CommandHandler<OpenVacancyRequest, OpenVacancyResponse, Slate, SlateEvent>(pipeline)
{
    public override string StreamOf(OpenVacancyRequest request) => Slates.StreamOf(CandidatesWire.Command(request).Id);

    protected override Ruling<SlateEvent> Decide(Command<OpenVacancyRequest> command, Slate state, DateTimeOffset now) =>
        state.Decide(CandidatesWire.Command(command.Request), now);

    public override ValueTask<OpenVacancyResponse> ReplyAsync(OpenVacancyRequest request, Snapshot<Slate> after, CancellationToken cancellation) =>
        new(new OpenVacancyResponse { Vacancy = CandidatesWire.ToWire(after.State.Vacancy!, appointment: null), RevisionToken = CandidatesWire.Token(after) });
}
