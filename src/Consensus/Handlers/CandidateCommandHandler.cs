using Google.Protobuf;

namespace NatoServices.Consensus.Handlers;

/// <summary>Base class of commands on a candidate of a selection. An acceptance may be based on cached facts if that is said here.</summary>
internal abstract class CandidateCommandHandler<TRequest, TReply>(
    CommandPipeline<Selection, SelectionEvent> pipeline, SelectionFacts facts, Func<TRequest, (string Selection, string Candidate)> subjectOf,
    bool acceptsOnCached)
    : SelectionCommandHandler<TRequest, TReply, Facts>(pipeline, request => subjectOf(request).Selection) where TRequest : IMessage
{
    public sealed override ValueTask<Facts?> CachedFactsAsync(TRequest request, CancellationToken cancellation)
    {
        var (selection, candidate) = subjectOf(request);
        return acceptsOnCached ? facts.CachedAsync(selection, candidate, cancellation) : default;
    }

    public sealed override ValueTask<Answer<Facts>> FreshFactsAsync(TRequest request, CancellationToken cancellation)
    {
        var (selection, candidate) = subjectOf(request);
        return facts.FreshAsync(selection, candidate, cancellation);
    }
}
