using Nato.Consensus.V1;
using NatoServices.Consensus.Upstream;

namespace NatoServices.Consensus.Handlers;

internal sealed class OpenSelectionHandler(CommandPipeline<Selection, SelectionEvent> pipeline, SlateClient slates)
    : CommandHandler<OpenSelectionRequest, OpenSelectionResponse, Selection, SelectionEvent, FoundVacancy>(pipeline)
{
    public override string StreamOf(OpenSelectionRequest request) => Selections.StreamOf(IdOf(request));

    public override ValueTask<Answer<FoundVacancy>> FreshFactsAsync(OpenSelectionRequest request, CancellationToken cancellation) =>
        slates.ReadNewestVacancyAsync(request.Vacancy, cancellation);

    public override Ruling<SelectionEvent> Decide(
        Command<OpenSelectionRequest> command, Selection state, FoundVacancy? facts, DateTimeOffset now) =>
        state.Decide(ConsensusWire.Command(command.Request, IdOf(command.Request), facts));

    public override ValueTask<OpenSelectionResponse> ReplyAsync(
        OpenSelectionRequest request, Snapshot<Selection> after, CancellationToken cancellation) =>
        new(new OpenSelectionResponse { Selection = ConsensusWire.ToWire(after, null), RevisionToken = after.Token });

    private static string IdOf(OpenSelectionRequest request) => request.SelectionId is "" ? request.Vacancy : request.SelectionId;
}
