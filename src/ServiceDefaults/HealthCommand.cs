namespace NatoServices.ServiceDefaults;

/// <summary>Asks a service on this machine how it is.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <param name="listensOn">The address that the service's endpoint <c>http</c> listens on, which may be "any".</param>
    /// <returns>0 if it is well; 1 if it isn't or does not answer, with one line that says so.</returns>
    public static async Task<int> RunAsync(string listensOn)
    {
        var address = new Uri(new Uri(Addresses.Callable(listensOn)), "/health");
        using var http = new HttpClient { Timeout = Patience };
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
