using Grpc.Net.Client;

namespace NatoServices.Benchmarks.Watchers;

/// <summary>The connections of watchers.</summary>
internal static class Connections
{
    /// <summary>Servers usually take a hundred streams on each.</summary>
    public const int StreamsEach = 100;

    /// <summary>As many as so many streams need.</summary>
    public static GrpcChannel[] To(string address, int streams) =>
        [.. Enumerable.Range(0, (streams + StreamsEach - 1) / StreamsEach).Select(_ => GrpcChannel.ForAddress(address))];
}
