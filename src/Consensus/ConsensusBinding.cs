using Grpc.Core;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace NatoServices.Consensus;

/// <summary>Binds the service so that a standing or an entry that goes to many callers is serialized only once.</summary>
internal static class ConsensusBinding
{
    /// <summary>The contract. Reflection and REST transcoding look for it in the class that has the binding method.</summary>
    public static ServiceDescriptor Descriptor => Nato.Consensus.V1.Consensus.Descriptor;

    public static void Bind(ServiceBinderBase binder, Nato.Consensus.V1.Consensus.ConsensusBase service) =>
        Nato.Consensus.V1.Consensus.BindService(new PreparedReplies(binder), service);
}
