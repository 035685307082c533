using Grpc.Core;
using NatoServices.Aggregates;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace NatoServices.Consensus;

/// <summary>Binds the service so that standings and entries that go to many are serialized once.</summary>
internal static class ConsensusBinding
{
    /// <summary>The contract, which reflection and REST look for beside the binding.</summary>
    public static ServiceDescriptor Descriptor => Nato.Consensus.V1.Consensus.Descriptor;

    /// <summary>What the generated binding does, by way of <see cref="PreparedReplies"/>.</summary>
    public static void Bind(ServiceBinderBase binder, Nato.Consensus.V1.Consensus.ConsensusBase service) =>
        Nato.Consensus.V1.Consensus.BindService(new PreparedReplies(binder), service);
}
