using NatoServices.Services.Tests.Hosting;

namespace NatoServices.Services.Tests.Watching;

/// <summary>A server-sent event as it came.</summary>
internal sealed record ServerSentEvent(string? Kind, string? Id, string Data);

/// <summary>Reads server-sent events as a browser does.</summary>
internal sealed class EventReader(HttpResponseMessage response) : IDisposable
{
    private readonly StreamReader lines = new(response.Content.ReadAsStream());

    /// <summary>The response.</summary>
    public HttpResponseMessage Response => response;

    /// <summary>A request for events; one that comes again says what it had last.</summary>
    public static HttpRequestMessage Asking(string address, string lastEventId = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept", "text/event-stream" } } };
        if (lastEventId is not "") request.Headers.Add("Last-Event-ID", lastEventId);
        return request;
    }

    /// <summary>The next event.</summary>
    public async Task<ServerSentEvent> NextAsync()
    {
        var fields = new Dictionary<string, string>();
        while (await LineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            fields.Add(line[..colon], line[(colon + 2)..]);
        }
        Assert.Empty(fields.Keys.Except(["event", "id", "data"]));
        return new(fields.GetValueOrDefault("event"), fields.GetValueOrDefault("id"), fields["data"]);
    }

    /// <summary>What comes after the last event; null for nothing.</summary>
    public Task<string?> EndAsync() => LineAsync();

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
    }

    private async Task<string?> LineAsync() => await lines.ReadLineAsync().WaitAsync(Waiting.Longest);
}
