using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Cases;

/// <summary>
/// The telemetry of one load: a span for all its calls, which are not traced themselves, and a log line at the end. Of the file's content
/// only the case's id is exported; items are identified by their line.
/// </summary>
internal sealed partial class Loading(ReportedCase reported, ILogger log) : IDisposable
{
    /// <summary>Not the source of the services, which may run in the same process and export their own spans.</summary>
    public const string SourceName = "NatoServices.Cases";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly Activity? span = Source.StartActivity($"load case {reported.Id}");

    private readonly ConcurrentBag<CaseItem> otherwise = [];

    /// <summary>The tokens of the entries that this load made. A request that changed nothing returns another entry's token.</summary>
    private readonly ConcurrentDictionary<string, bool> made = new(StringComparer.Ordinal);

    private int done;

    private Refused? refused;

    public IReadOnlyCollection<CaseItem> Otherwise => otherwise;

    public void Has() => Interlocked.Increment(ref done);

    /// <summary>An item is on record as in the file; <paramref name="before"/> is the state of the records before the load.</summary>
    public void Has(string token, RevisionToken before)
    {
        if (RevisionToken.Parse(token) is { } reached && before.IsOlderThan(reached)) made.TryAdd(token, true);
        Has();
    }

    public void HasOtherwise(CaseItem item) => otherwise.Add(item);

    /// <summary>Keeps the first item that a service refuses or does not answer.</summary>
    public void Refuse(CaseItem item, RpcException failure) => Interlocked.CompareExchange(
        ref refused, new(item.Line, item.Rpc, CaseRefusedException.ReasonOf(failure) is { } reason ? ContractWords.Of(reason) : failure.StatusCode.Name()), null);

    public void Fail(Exception failure)
    {
        var problem = refused?.Reason ?? (failure as RpcException)?.StatusCode.Name() ?? failure.GetType().FullName!;
        span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", problem);
        if (refused is { } item) LogRefused(reported.Id, item.Rpc, item.Line, problem);
        else LogFailed(reported.Id, problem);
    }

    public void Complete() => LogLoaded(reported.Id, reported.Items.Count, made.Count, done - made.Count, otherwise.Count);

    public void Dispose()
    {
        span?.SetTag("natoservices.case.items", reported.Items.Count).SetTag("natoservices.case.recorded", made.Count)
            .SetTag("natoservices.case.already_on_record", done - made.Count).SetTag("natoservices.case.on_record_otherwise", otherwise.Count)
            .SetTag("natoservices.case.refused_rpc", refused?.Rpc).SetTag("natoservices.case.refused_line", refused?.Line);
        span?.Dispose();
    }

    [LoggerMessage(
        LogLevel.Information,
        "Case {Case} is on record: of {Items} items {Recorded} were recorded, {Already} were there already, {Otherwise} are there otherwise.")]
    private partial void LogLoaded(string @case, int items, int recorded, int already, int otherwise);

    [LoggerMessage(LogLevel.Error, "Case {Case} is not on record whole: {Rpc} of line {Line} failed: {Reason}.")]
    private partial void LogRefused(string @case, string rpc, long line, string reason);

    [LoggerMessage(LogLevel.Error, "Case {Case} is not on record whole: {Reason}.")]
    private partial void LogFailed(string @case, string reason);

    private sealed record Refused(long Line, string Rpc, string Reason);
}
