using Grpc.Core;

namespace NatoServices.Benchmarks.Yardsticks;

/// <summary>Takes what services export by OTLP and drops it, so that they are measured with their telemetry on.</summary>
internal sealed class TelemetrySink : TelemetryContract
{
    private static readonly byte[] Empty = [];

    public override Task<byte[]> Export(byte[] request, ServerCallContext context) => Task.FromResult(Empty);
}

/// <summary>The three methods of OTLP, in the shape in which the framework looks for methods: a base class that is bound.</summary>
[BindServiceMethod(typeof(TelemetryContract), nameof(Bind))]
internal abstract class TelemetryContract
{
    public static void Bind(ServiceBinderBase binder, TelemetryContract? _)
    {
        foreach (var (signal, service) in ((string, string)[])[("trace", "TraceService"), ("metrics", "MetricsService"), ("logs", "LogsService")])
            binder.AddMethod(
                RawBinding.Method($"opentelemetry.proto.collector.{signal}.v1.{service}", "Export"), (UnaryServerMethod<byte[], byte[]>)null!);
    }

    public abstract Task<byte[]> Export(byte[] request, ServerCallContext context);
}
