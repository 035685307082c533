using Grpc.Core;

namespace NatoServices.Benchmarks.Yardsticks;

/// <summary>The yardstick "bare": the least that grpc-dotnet can be asked for. It answers GetStanding with the same bytes, from memory.</summary>
internal sealed class BareService(BareReply reply) : BareContract
{
    public override Task<byte[]> GetStanding(byte[] request, ServerCallContext context) => Task.FromResult(reply.Bytes);
}

/// <summary>What it answers.</summary>
internal sealed record BareReply(byte[] Bytes);

/// <summary>The one method of it, in the shape in which the framework looks for methods: a base class that is bound.</summary>
[BindServiceMethod(typeof(BareContract), nameof(Bind))]
internal abstract class BareContract
{
    public static void Bind(ServiceBinderBase binder, BareContract? _) =>
        binder.AddMethod(RawBinding.Method("nato.consensus.v1.Consensus", "GetStanding"), (UnaryServerMethod<byte[], byte[]>)null!);

    public abstract Task<byte[]> GetStanding(byte[] request, ServerCallContext context);
}
