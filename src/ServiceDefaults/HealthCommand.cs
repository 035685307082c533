namespace NatoServices.ServiceDefaults;

/// <summary>Queries the health endpoint of a service on this machine.</summary>
internal static class HealthCommand
{
    /// <param name="listensOn">The listen address of the service's endpoint <c>http</c>; may be an "any host" address.</param>
    /// <returns>0 if the service is healthy; 1, with one line on the error output, if it is not or does not answer.</returns>
    public static async Task<int> RunAsync(string listensOn)
    {
        var address = new Uri(new Uri(Addresses.Callable(listensOn)), "/health");
        using var http = new HttpClient { Timeout = Timings.Default.HealthProbe };
        try
        {
            using var reply = await http.GetAsync(address);
            if (reply.IsSuccessStatusCode) return 0;
            await Console.Error.WriteLineAsync($"{address} says {await reply.Content.ReadAsStringAsync()}.");
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {failure.Message}");
        }
        return 1;
    }
}
