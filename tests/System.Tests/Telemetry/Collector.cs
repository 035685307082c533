using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NatoServices.System.Tests.Telemetry.Wire;

namespace NatoServices.System.Tests.Telemetry;

/// <summary>A collector of telemetry that services export to by OTLP, over gRPC on loopback.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<byte[]> exported = new();
    private readonly ConcurrentQueue<ExportedSpan> spans = new();
    private readonly ConcurrentQueue<ExportedLog> logs = new();
    private readonly ConcurrentQueue<ExportedMetric> metrics = new();

    private readonly WebApplication app;

    private Collector(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this).AddSingleton<CollectorService>();
        app = builder.Build();
        app.MapGrpcService<CollectorService>();
        Address = $"http://127.0.0.1:{port}";
    }

    /// <summary>Where services export to.</summary>
    public string Address { get; }

    /// <summary>Every span so far.</summary>
    public IReadOnlyCollection<ExportedSpan> Spans => spans;

    /// <summary>Every log line so far.</summary>
    public IReadOnlyCollection<ExportedLog> Logs => logs;

    /// <summary>Every measurement so far, the last of each last.</summary>
    public IReadOnlyCollection<ExportedMetric> Metrics => metrics;

    /// <summary>Whether a text was exported, in whatever place.</summary>
    public bool Has(string text) => exported.Any(bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector(BuiltProcess.FreePort());
        await collector.app.StartAsync();
        return collector;
    }

    /// <summary>Waits until something is exported.</summary>
    /// <param name="find">Finds it among all that is; null while it is not there.</param>
    /// <param name="seen">What is there instead, for a test that fails.</param>
    /// <param name="what">What is awaited; as it stands in the test.</param>
    public async Task<T> UntilAsync<T>(
        Func<Collector, T?> find, Func<string>? seen = null, [CallerArgumentExpression(nameof(find))] string what = "") where T : class =>
        (await Waiting.UntilAsync(() => Task.FromResult(find(this)), found => found is not null, $"exported: {what}", _ => seen?.Invoke()))!;

    /// <summary>Makes a call of each process and waits until its span is exported: all that the process has exported before has come then.</summary>
    /// <returns>The traces of these calls.</returns>
    public async Task<IReadOnlyCollection<string>> DrainAsync(params IEnumerable<Func<Metadata, Task>> calls)
    {
        var traces = new List<string>();
        foreach (var call in calls)
        {
            var (trace, headers) = ObservedCouncil.Begin();
            await call(headers);
            await UntilAsync(c => c.Spans.FirstOrDefault(s => s.Trace == trace && s.Kind == SpanKind.Server));
            traces.Add(trace);
        }
        return traces;
    }

    /// <summary>The spans of one trace as lines, for a test that fails.</summary>
    public string Show(string trace) => string.Join('\n', spans.Where(s => s.Trace == trace).Select(s => s.ToString()));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    public void Take(Traces traces)
    {
        foreach (var of in traces.Resources)
            foreach (var span in of.Scopes.SelectMany(scope => scope.Spans))
                spans.Enqueue(new(ExportedSpan.ServiceOf(of.Resource), span));
    }

    public void Take(Wire.Metrics measured)
    {
        foreach (var of in measured.Resources)
            foreach (var metric in of.Scopes.SelectMany(scope => scope.Metrics))
                metrics.Enqueue(new(ExportedSpan.ServiceOf(of.Resource), metric));
    }

    public void Take(Wire.Logs noted)
    {
        foreach (var of in noted.Resources)
            foreach (var record in of.Scopes.SelectMany(scope => scope.Records))
                logs.Enqueue(new(ExportedSpan.ServiceOf(of.Resource), record));
    }

    public void Keep(byte[] request) => exported.Enqueue(request);
}
