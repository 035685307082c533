using System.Text.Json;
using Grpc.Core;
using NatoServices.Cases;

namespace NatoServices.Standalone;

/// <summary>
/// The receipt of a complete load: the file's hash, when each of the three records began and its revision token, and the items that the
/// record has in a different form. While the receipt matches, there is nothing to record. An interrupted load leaves no receipt, and a
/// changed file or a lost database does not match it. Then everything is sent again; what is on record already is not entered twice.
/// </summary>
internal sealed record LoadReceipt(string Case, string Hash, Mark Roster, Mark Slate, Mark Selection, IReadOnlyList<string> Otherwise)
{
    /// <summary>The receipt of an earlier load; null if there is none or it no longer matches.</summary>
    public static async Task<LoadReceipt?> FindAsync(string directory, ReportedCase reported, Clients services, CancellationToken stop)
    {
        try
        {
            var kept = JsonSerializer.Deserialize<LoadReceipt>(await File.ReadAllTextAsync(PathOf(directory, reported), stop));
            if (kept is not { Otherwise: not null } || kept.Hash != reported.Hash) return null;
            return kept.IsBorneOutBy(await ReadAsync(reported, kept.Otherwise, services, kept, stop)) ? kept : null;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
        catch (RpcException gone) when (gone.StatusCode is StatusCode.NotFound or StatusCode.OutOfRange or StatusCode.InvalidArgument)
        {
            return null;
        }
    }

    public static async Task WriteAsync(
        string directory, ReportedCase reported, IReadOnlyList<string> otherwise, Clients services, CancellationToken stop)
    {
        var receipt = await ReadAsync(reported, otherwise, services, null, stop);
        var path = PathOf(directory, reported);
        await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(receipt), stop);
        File.Move(path + ".new", path, overwrite: true);
    }

    private bool IsBorneOutBy(LoadReceipt now) => (Roster.Began, Slate.Began, Selection.Began) == (now.Roster.Began, now.Slate.Began, now.Selection.Began);

    private static async Task<LoadReceipt> ReadAsync(
        ReportedCase reported, IReadOnlyList<string> otherwise, Clients services, LoadReceipt? atLeast, CancellationToken stop)
    {
        var asked = (
            services.Members.GetRosterAsync(new() { AtLeastAsFresh = atLeast?.Roster.Token ?? "" }, cancellationToken: stop).ResponseAsync,
            services.Candidates.GetVacancyAsync(
                new() { Vacancy = reported.Vacancy, AtLeastAsFresh = atLeast?.Slate.Token ?? "" }, cancellationToken: stop).ResponseAsync,
            services.Consensus.GetSelectionAsync(
                new() { Selection = reported.Selection, AtLeastAsFresh = atLeast?.Selection.Token ?? "" }, cancellationToken: stop).ResponseAsync);
        await Task.WhenAll(asked.Item1, asked.Item2, asked.Item3);
        var (roster, vacancy, selection) = (await asked.Item1, await asked.Item2, await asked.Item3);
        var first = roster.Members.SelectMany(m => m.History).Select(h => h.Recorded).MinBy(r => r.Revision);
        return new(
            reported.Id, reported.Hash,
            new(first?.At.ToDateTimeOffset(), roster.RevisionToken),
            new(vacancy.Vacancy.Recorded.At.ToDateTimeOffset(), vacancy.RevisionToken),
            new(selection.Selection.Opened.At.ToDateTimeOffset(), selection.RevisionToken),
            otherwise);
    }

    private static string PathOf(string directory, ReportedCase reported) => Path.Combine(directory, $"{reported.Id}.receipt.json");
}

/// <summary>When a record began, to the microsecond, and the revision token of its state.</summary>
internal sealed record Mark(DateTimeOffset? Began, string Token);
