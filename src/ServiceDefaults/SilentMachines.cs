using System.Net.Sockets;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// Reports a machine that does not answer a ping or a connection attempt like one that refuses the connection. gRPC returns UNAVAILABLE,
/// and retries, only for a refused connection. It returns INTERNAL for an unanswered ping and CANCELLED for an unanswered connection
/// attempt.
/// </summary>
internal sealed class SilentMachines : DelegatingHandler
{
    // HTTP/2's PROTOCOL_ERROR: the runtime uses it for an unanswered ping.
    private const long ProtocolError = 1;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception silent) when (silent.GetBaseException() is TimeoutException or HttpProtocolException { ErrorCode: ProtocolError })
        {
            throw new HttpRequestException(silent.GetBaseException().Message, new SocketException((int)SocketError.TimedOut));
        }
    }
}
