using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates.Handlers;

internal sealed class ListCandidatesHandler(QueryPipeline pipeline, AggregateStore<Slate, SlateEvent> store)
    : SnapshotQueryHandler<ListCandidatesRequest, ListCandidatesResponse, Slate, SlateEvent>(pipeline, store)
{
    public override void Check(ListCandidatesRequest request, Violations violations)
    {
        violations.Id("vacancy", request.Vacancy);
        violations.OptionalOneOf("status", (Domain.CandidacyStatus)request.Status);
        violations.OptionalText("name", request.Name, Violations.NameLength);
        violations.Require(request.Name is "" || Ids.WordsOf(request.Name).Count > 0, "name", "must have a letter or a digit");
    }

    public override bool IsPageKey(string key) => Ids.IsWellFormed(key);

    protected override string StreamOf(ListCandidatesRequest request) => Slates.StreamOf(request.Vacancy);

    protected override Answer<ListCandidatesResponse> Reply(ListCandidatesRequest request, Snapshot<Slate> slate, Reading reading)
    {
        if (slate.State.Find(request.Vacancy, reading.KnownAt).Refusal is { } unknown) return unknown;
        var (wanted, words) = ((Domain.CandidacyStatus)request.Status, Ids.WordsOf(request.Name));
        var listed = slate.State.KnownAt(reading.KnownAt)
            .Where(c => wanted == default || c.StatusOn(reading.AsOf, reading.KnownAt) == wanted)
            .Where(c => c.IsCalled(words));
        var appointment = slate.State.AppointmentAt(reading.KnownAt);
        var (candidates, next) = reading.Page.Cut(
            listed, c => c.Id, c => CandidatesWire.ToWire(slate.State, c, appointment, reading.AsOf, reading.KnownAt));
        return new ListCandidatesResponse
        {
            Candidates = { candidates },
            NextPageToken = next,
            RevisionToken = slate.Token,
        };
    }
}
