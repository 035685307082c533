using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>Notices when the journal can be used again, also if nobody calls.</summary>
public sealed class JournalHealth(IJournal journal, DependencyHealth presence)
{
    private const string Journal = "journal";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>A piece of work that nobody has: to give it back is a write that changes nothing.</summary>
    private static readonly DueWork Nobodys = new("health", "health", "health", DateTimeOffset.UnixEpoch, "", 0, DateTimeOffset.UnixEpoch);

    /// <summary>It could not be used.</summary>
    public void IsAway(JournalUnavailableException failure)
    {
        if (!presence.IsAway(Journal, failure.Message)) return;
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(AwaitAsync);
    }

    private async Task AwaitAsync()
    {
        while (true)
        {
            // By the machine's own clock, whatever time it is for the rules.
            await Task.Delay(Interval);
            try
            {
                // What can be read may not be writable.
                await journal.PostponeAsync(Nobodys, DateTimeOffset.UnixEpoch);
                presence.IsBack(Journal);
                return;
            }
            catch (JournalUnavailableException)
            {
                // Not yet.
            }
            catch (ObjectDisposedException)
            {
                // The process ends without it.
                return;
            }
        }
    }
}
