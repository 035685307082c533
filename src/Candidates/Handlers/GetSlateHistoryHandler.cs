using Google.Protobuf.WellKnownTypes;
using Nato.Candidates.V1;
using NatoServices.Candidates.Rules;

namespace NatoServices.Candidates.Handlers;

internal sealed class GetSlateHistoryHandler(QueryPipeline pipeline, AggregateStore<Slate, SlateEvent> store)
    : HistoryQueryHandler<GetSlateHistoryRequest, GetSlateHistoryResponse, Slate, SlateEvent>(pipeline, store)
{
    /// <summary>1.3 MB, if every text of every step is as long as it may be.</summary>
    private const int MostSteps = 100;

    public override void Check(GetSlateHistoryRequest request, Violations violations) => violations.Id("vacancy", request.Vacancy);

    protected override string StreamOf(GetSlateHistoryRequest request) => Slates.StreamOf(request.Vacancy);

    protected override bool IsItemKey(string key) => Ids.IsWellFormed(key);

    protected override Answer<GetSlateHistoryResponse> Reply(GetSlateHistoryRequest request, Snapshot<Slate> slate, Reading reading)
    {
        var (vacancy, unknown) = slate.State.Find(request.Vacancy, null);
        if (unknown is not null) return unknown;
        var reply = new GetSlateHistoryResponse
        {
            Vacancy = CandidatesWire.ToWire(vacancy!, slate.State.AppointmentAt(null)),
            Revision = slate.Revision,
            Hash = RecordWire.HashOf(slate),
            RevisionToken = slate.Token,
        };
        var parts = slate.State.Candidates.Values.SelectMany(candidate => PartsOf(candidate, request.InParts ? MostSteps : null));
        reply.NextPageToken = HistoryPages.Fill(reply, parts, request.PageSize, reading.Page);
        return reply;
    }

    private static IEnumerable<HistoryPart<GetSlateHistoryResponse>> PartsOf(Rules.Candidate candidate, int? most) =>
        HistoryPages.PartsOf(candidate.Id, candidate.History.Count, most, (from, length) => new GetSlateHistoryResponse
        {
            Candidates =
            {
                new CandidateHistory
                {
                    Id = candidate.Id,
                    Name = candidate.Name,
                    RecordedAt = candidate.Recorded.RecordedAt.ToTimestamp(),
                    Steps = { candidate.History.Skip(from).Take(length).Select(CandidatesWire.ToStep) },
                },
            },
        });
}
