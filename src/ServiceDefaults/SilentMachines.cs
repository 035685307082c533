using System.Net.Sockets;

namespace NatoServices.ServiceDefaults;

/// <summary>
/// A machine that answers neither a ping nor an attempt to connect is away, as one is that refuses the connection: gRPC says so only of
/// the latter, and tries again only then. It would call a ping without answer an internal error, and an attempt without answer cancelled.
/// </summary>
internal sealed class SilentMachines : DelegatingHandler
{
    // HTTP/2's PROTOCOL_ERROR, which the runtime gives for a ping that stays without answer.
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
