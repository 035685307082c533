using System.Diagnostics;
using System.Globalization;
using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    [EngineFact]
    public async Task What_was_acknowledged_survives_the_killing_of_its_writers()
    {
        var acknowledged = new Dictionary<string, long>();
        for (var round = 0; round < 4; round++)
        {
            // Two at once; in the first round both find a database without tables.
            if (round == 0) database = await engine.NewDatabaseAsync();
            var killed = await Task.WhenAll(
                WriteAndKillAsync($"{round}a", killAfter: 150 + (100 * round)), WriteAndKillAsync($"{round}b", killAfter: 250));
            Assert.All(killed, lines => Assert.True(lines.Count >= 150, "the writer ended by itself"));
            foreach (var (stream, revision) in killed.SelectMany(lines => lines))
                acknowledged[stream] = Math.Max(revision, acknowledged.GetValueOrDefault(stream));

            await using var journal = await Journals.OpenAsync(database, Clock);
            foreach (var (stream, revision) in acknowledged)
            {
                var check = await HashChain.VerifyAsync(stream, journal.ReadAsync(stream));
                Assert.Null(check.FirstBroken);
                Assert.InRange(check.Revision, revision, long.MaxValue);
                // An append is there whole or not at all.
                Assert.Equal(0, check.Revision % 2);
            }
        }
    }

    /// <summary>Runs a writer, kills it in the middle and answers what it said was durable.</summary>
    private async Task<List<(string Stream, long Revision)>> WriteAndKillAsync(string round, int killAfter)
    {
        using var writer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { typeof(KilledWriter).Assembly.Location, database, round },
            RedirectStandardOutput = true,
        })!;
        var acknowledged = new List<(string, long)>();
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is [var stream, var revision, "."])
                acknowledged.Add((stream, long.Parse(revision, CultureInfo.InvariantCulture)));
            if (acknowledged.Count == killAfter) writer.Kill();
        }
        await writer.WaitForExitAsync();
        return acknowledged;
    }
}
