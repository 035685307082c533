using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates.Handlers;

internal sealed class ListVacanciesHandler(QueryPipeline pipeline, AggregateStore<Slate, SlateEvent> store)
    : QueryHandler<ListVacanciesRequest, ListVacanciesResponse>(pipeline)
{
    public override bool IsPageKey(string key) => Ids.IsWellFormed(key);

    public override async ValueTask<Answer<ListVacanciesResponse>> AnswerAsync(
        ListVacanciesRequest request, Reading reading, CancellationToken cancellation) =>
        (await store.ListAsync(Slates.Prefix, reading, cancellation)).Then(listed => new ListVacanciesResponse
        {
            Vacancies = { listed.Snapshots.Select(VacancyOf) },
            NextPageToken = listed.NextPageToken,
            RevisionToken = listed.RevisionToken,
        });

    private static Nato.Candidates.V1.Vacancy VacancyOf(Snapshot<Slate> slate) =>
        CandidatesWire.ToWire(slate.State.Vacancy!, slate.State.AppointmentAt(null));
}
