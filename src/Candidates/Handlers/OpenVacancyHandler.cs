using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates.Handlers;

internal sealed class OpenVacancyHandler(CommandPipeline<Slate, SlateEvent> pipeline)
    : MappedCommandHandler<OpenVacancyRequest, OpenVacancy, OpenVacancyResponse, Slate, SlateEvent>(pipeline)
{
    public override OpenVacancy Map(OpenVacancyRequest request, string actor) => new(
        request.VacancyId, request.Post, request.Incumbent is { } i ? new(i.Name, i.Since.ToPartialDate()) : null,
        request.FallsVacantOn.ToPartialDate(), request.Source.ToSource(), [.. request.Facts.Select(CandidatesWire.ToFact)]);

    public override string StreamOf(OpenVacancy command) => Slates.StreamOf(command.Id);

    protected override Ruling<SlateEvent> Decide(OpenVacancy command, Slate state, DateTimeOffset now) => state.Decide(command, now);

    public override ValueTask<OpenVacancyResponse> ReplyAsync(OpenVacancy command, Snapshot<Slate> after, CancellationToken cancellation) =>
        new(new OpenVacancyResponse { Vacancy = CandidatesWire.ToWire(after.State.Vacancy!, appointment: null), RevisionToken = after.Token });
}
