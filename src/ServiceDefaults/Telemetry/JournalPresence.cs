using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>Notices when the journal can be used again, also if nobody calls.</summary>
internal sealed class JournalPresence(IJournal journal, Presence presence, TimeProvider clock)
{
    private const string Journal = "journal";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

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
            await Task.Delay(Interval, clock);
            try
            {
                await journal.HeadAsync("health");
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
