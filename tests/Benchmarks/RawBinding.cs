using Grpc.Core;

namespace NatoServices.Benchmarks;

/// <summary>Methods whose messages are bytes, so that nothing is parsed or serialized.</summary>
internal static class RawBinding
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(sent => sent, received => received);

    /// <summary>A method by its full name.</summary>
    public static Method<byte[], byte[]> Method(string service, string name, MethodType type = MethodType.Unary) =>
        new(type, service, name, Bytes, Bytes);
}
