using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using NatoServices.Domain;
using NatoServices.ServiceDefaults;

namespace NatoServices.Cases;

/// <summary>
/// The loading of a case, as it is told in a trace: one span for all of its calls, which are in no trace themselves, and a log line at its
/// end. Of what a file says, only the case's id goes out; an item is told by its line.
/// </summary>
internal sealed partial class Loading(ReportedCase reported, ILogger log) : IDisposable
{
    /// <summary>The name of the source of its spans. Not that of the services, which may run in the same process and export theirs.</summary>
    public const string SourceName = "NatoServices.Cases";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly Activity? span = Source.StartActivity($"load case {reported.Id}");

    private readonly ConcurrentBag<CaseItem> otherwise = [];

    /// <summary>The tokens of the entries that it has made. One that changed nothing is answered with that of another.</summary>
    private readonly ConcurrentDictionary<string, bool> made = new(StringComparer.Ordinal);

    private int done;

    private Refused? refused;

    /// <summary>The items that the record has otherwise than the file.</summary>
    public IReadOnlyCollection<CaseItem> Otherwise => otherwise;

    /// <summary>An item is on record as the file has it.</summary>
    public void Has() => Interlocked.Increment(ref done);

    /// <summary>An item was sent, and is on record as the file has it.</summary>
    /// <param name="token">What it was answered: how far its record had come with it.</param>
    /// <param name="before">How far the records had come before.</param>
    public void Has(string token, RevisionToken before)
    {
        if (RevisionToken.Parse(token) is { } reached && before.IsOlderThan(reached)) made.TryAdd(token, true);
        Has();
    }

    /// <summary>The record has an item otherwise than the file.</summary>
    public void HasOtherwise(CaseItem item) => otherwise.Add(item);

    /// <summary>A service refuses an item, or doesn't answer.</summary>
    public void Refuse(CaseItem item, RpcException failure) => Interlocked.CompareExchange(
        ref refused, new(item.Line, item.Rpc, CaseRefusedException.ReasonOf(failure) is { } reason ? ContractWords.Of(reason) : failure.StatusCode.Name()), null);

    /// <summary>It ends before all items are on record.</summary>
    public void Fail(Exception failure)
    {
        var problem = refused?.Reason ?? (failure as RpcException)?.StatusCode.Name() ?? failure.GetType().FullName!;
        span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", problem);
        if (refused is { } item) LogRefused(reported.Id, item.Rpc, item.Line, problem);
        else LogFailed(reported.Id, problem);
    }

    /// <summary>It has come to its end.</summary>
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
