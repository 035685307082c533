using Grpc.Core;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>The three services of OTLP. Requests come as bytes, so that all that was exported can be searched.</summary>
internal sealed class CollectorService(Collector collector) : CollectorContract
{
    // A reply of any of the three without fields: everything was taken.
    private static readonly byte[] Taken = [];

    public override Task<byte[]> Export(byte[] request, ServerCallContext context)
    {
        collector.Keep(request);
        if (context.Method.Contains("Trace", StringComparison.Ordinal)) collector.Take(Wire.Traces.Parser.ParseFrom(request));
        else if (context.Method.Contains("Metrics", StringComparison.Ordinal)) collector.Take(Wire.Metrics.Parser.ParseFrom(request));
        else collector.Take(Wire.Logs.Parser.ParseFrom(request));
        return Task.FromResult(Taken);
    }
}

/// <summary>Their methods, in the shape in which the framework looks for methods: a base class that is bound.</summary>
[BindServiceMethod(typeof(CollectorContract), nameof(Bind))]
internal abstract class CollectorContract
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(sent => sent, received => received);

    public static void Bind(ServiceBinderBase binder, CollectorContract? _)
    {
        foreach (var service in (string[])["trace.v1.TraceService", "metrics.v1.MetricsService", "logs.v1.LogsService"])
            binder.AddMethod(
                new Method<byte[], byte[]>(MethodType.Unary, $"opentelemetry.proto.collector.{service}", nameof(Export), Bytes, Bytes),
                (UnaryServerMethod<byte[], byte[]>)null!);
    }

    public abstract Task<byte[]> Export(byte[] request, ServerCallContext context);
}
