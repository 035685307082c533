using System.Text.Json;
using Nato.Consensus.V1;
using ConsensusClient = Nato.Consensus.V1.Consensus.ConsensusClient;

namespace NatoServices.System.Tests.StandingToDecision;

/// <summary>The record of one selection, and what it says about its one silence.</summary>
internal sealed class Record(IReadOnlyList<RecordEntry> entries)
{
    public IReadOnlyList<RecordEntry> Entries => entries;

    /// <summary>Its entries of a kind.</summary>
    public IReadOnlyList<RecordEntry> this[string kind] => [.. entries.Where(e => e.Kind == kind)];

    public static async Task<Record> ReadAsync(ConsensusClient consensus, string selection)
    {
        var entries = new List<RecordEntry>();
        for (var page = ""; ;)
        {
            var reply = await consensus.ListEntriesAsync(
                new() { Selection = selection, PageSize = 1000, PageToken = page, FullyConsistent = true });
            entries.AddRange(reply.Entries);
            if (reply.NextPageToken is "") return new(entries);
            page = reply.NextPageToken;
        }
    }

    /// <summary>The deadline that held when an entry was made, before it.</summary>
    public DateTimeOffset DeadlineBefore(RecordEntry entry) =>
        Moment(entries.Last(e => e.Recorded.Revision < entry.Recorded.Revision && e.Kind is ("SilenceOpened" or "SilenceExtended")), "deadline");

    /// <summary>The deadline that held in the end.</summary>
    public DateTimeOffset Deadline => Moment(entries.Last(e => e.Kind is "SilenceOpened" or "SilenceExtended"), "deadline");

    public static DateTimeOffset At(RecordEntry entry) => entry.Recorded.At.ToDateTimeOffset();

    /// <summary>A moment that an entry's event names.</summary>
    public static DateTimeOffset Moment(RecordEntry entry, string field)
    {
        using var body = JsonDocument.Parse(entry.Body);
        return body.RootElement.GetProperty(field).GetDateTimeOffset();
    }
}
