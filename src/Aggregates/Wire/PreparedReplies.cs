using Google.Protobuf;
using Grpc.Core;

namespace NatoServices.Aggregates;

/// <summary>Binds a service so that replies with <see cref="Prepared"/> bytes are sent without serialization.</summary>
/// <param name="inner">The binder that the generated code would use.</param>
public sealed class PreparedReplies(ServiceBinderBase inner) : ServiceBinderBase
{
    /// <inheritdoc />
    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        inner.AddMethod(Sending(method), handler!);

    /// <inheritdoc />
    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        inner.AddMethod(Sending(method), handler!);

    private static Method<TRequest, TResponse> Sending<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class where TResponse : class
    {
        var (serialize, deserialize) = (method.ResponseMarshaller.ContextualSerializer, method.ResponseMarshaller.ContextualDeserializer);
        return new(method.Type, method.ServiceName, method.Name, method.RequestMarshaller, new(
            (reply, context) =>
            {
                if (Prepared.TryGet((IMessage)reply, out var bytes)) context.Complete(bytes);
                else serialize(reply, context);
            },
            deserialize));
    }
}
