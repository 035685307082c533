namespace NatoServices.Journal.Tests;

/// <summary>
/// This assembly as a program: writes to a journal as fast as it can and says so, until it is killed. A line ends with a full stop,
/// so that a line cut short by the kill isn't taken for an acknowledgement.
/// </summary>
internal static class KilledWriter
{
    private static async Task Main(string[] arguments)
    {
        var (database, round) = (arguments[0], arguments[1]);
        await using var journal = await Journals.OpenAsync(database, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(async () =>
        {
            // Half of them have a stream of their own, half contend for one.
            var stream = n % 2 == 0 ? "shared" : $"own/{round}/{n}";
            for (var expected = 0L; ;)
            {
                switch (await journal.AppendAsync(new(stream, expected, [new("K", $"\"{round}/{n}\""), new("K", "{}")], "writer")))
                {
                    case Appended.Committed committed:
                        expected = committed.Entries[^1].Revision;
                        lock (Console.Out) Console.Out.WriteLine($"{stream} {expected} .");
                        break;
                    case Appended.Moved moved:
                        expected = moved.Revision;
                        break;
                }
            }
        })));
    }
}
