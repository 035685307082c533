using NatoServices.Cases;
using NatoServices.Standalone.Pages;

namespace NatoServices.Standalone;

internal static class RecordedCase
{
    private const int Most = 6;

    /// <summary>Records the case unless all of it is on record already.</summary>
    /// <returns>What was done, in one line, and the items that the record has in a different form.</returns>
    /// <exception cref="CaseRefusedException">A service refuses an item.</exception>
    public static async Task<IEnumerable<string>> EnsureAsync(ReportedCase reported, string directory, Clients services, CancellationToken stop)
    {
        if (await LoadReceipt.FindAsync(directory, reported, services, stop) is { } found)
            return [$"Found on record ({Items(reported, found.Otherwise)}); nothing was recorded again.", .. Note(found.Otherwise)];
        using var telemetry = CaseLoader.StartTelemetry("standalone");
        var otherwise = await new CaseLoader(services, telemetry.Logs).RecordAsync(reported, stop);
        await LoadReceipt.WriteAsync(directory, reported, otherwise, services, stop);
        return [$"Recorded from {Path.GetFileName(reported.File)} ({Items(reported, otherwise)}).", .. Note(otherwise)];
    }

    private static string Items(ReportedCase reported, IReadOnlyList<string> otherwise) =>
        otherwise.Count == 0 ? $"{reported.Items.Count} items" : $"{reported.Items.Count - otherwise.Count} of {reported.Items.Count} items";

    private static IEnumerable<string> Note(IReadOnlyList<string> otherwise)
    {
        if (otherwise.Count == 0) return [];
        var those = otherwise.Count == 1
            ? "1 item of the file differs from what is on record and was not entered"
            : $"{otherwise.Count} items of the file differ from what is on record and were not entered";
        var more = otherwise.Count > Most ? $" and {otherwise.Count - Most} more" : "";
        return
        [
            .. TextTable.Wrap("", $"{those}: {string.Join(", ", otherwise.Take(Most))}{more}."),
            "A record overwrites nothing; use another --data for a fresh one.",
        ];
    }
}
