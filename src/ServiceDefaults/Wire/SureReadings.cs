using NatoServices.Words;

namespace NatoServices.ServiceDefaults;

/// <summary>Readings that may be refused.</summary>
public static class SureReadings
{
    /// <summary>Reads what is at hand; before it is refused, reads from the owners.</summary>
    public static async Task<T> SurelyAsync<T>(this Reading reading, Func<Reading, ValueTask<T>> read)
    {
        try
        {
            return await read(reading);
        }
        catch (RefusalException refused) when (!reading.Fully && refused.Refusal is not OwnerUnavailable)
        {
            return await read(reading with { Fully = true });
        }
    }
}
