using Microsoft.Extensions.DependencyInjection;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>After the journal was lost, polls it until it can be written to again, even if there are no calls.</summary>
public sealed class JournalHealth(
    IJournal journal, DependencyHealth presence, Timings timings, [FromKeyedServices(Clocks.Machine)] TimeProvider machine)
{
    private const string Journal = "journal";

    /// <summary>Due work that does not exist: postponing it is a write that changes nothing.</summary>
    private static readonly DueWork Nobodys = new("health", "health", "health", DateTimeOffset.UnixEpoch, "", 0, DateTimeOffset.UnixEpoch);

    /// <summary>Reports that the journal could not be used, and starts polling if that is new.</summary>
    public void IsAway(JournalUnavailableException failure)
    {
        if (!presence.IsAway(Journal, failure.Message)) return;
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(AwaitAsync);
    }

    private async Task AwaitAsync()
    {
        while (true)
        {
            await Task.Delay(timings.JournalRetry, machine);
            try
            {
                // Try a write: a database that can be read may still refuse writes.
                await journal.PostponeAsync(Nobodys, DateTimeOffset.UnixEpoch);
                presence.IsBack(Journal);
                return;
            }
            catch (ObjectDisposedException)
            {
                // The process is stopping.
                return;
            }
            catch (Exception)
            {
                // Still unavailable, for whatever reason: no other call might find out when it is back.
            }
        }
    }
}
