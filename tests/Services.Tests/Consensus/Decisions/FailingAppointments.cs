using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.Services.Tests.Consensus.Decisions;

/// <summary>Has a Candidates service fail at appointments: before it begins with them, or between the work and the answer.</summary>
internal sealed class FailingAppointments(bool afterwards, int times) : Interceptor
{
    private int calls;

    /// <summary>How often an appointment was asked for.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>Puts it into the service.</summary>
    public void Join(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(this);
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<FailingAppointments>());
    }

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (!context.Method.EndsWith("/Appoint", StringComparison.Ordinal) || Interlocked.Increment(ref calls) > times)
            return await continuation(request, context);
        if (afterwards) await continuation(request, context);
        context.GetHttpContext().Abort();
        throw new OperationCanceledException();
    }
}
