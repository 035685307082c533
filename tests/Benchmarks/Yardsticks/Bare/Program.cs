using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NatoServices.Benchmarks.Yardsticks;

// "bare <port> <file of the reply>" or "sink <port>".
var port = int.Parse(args[1], CultureInfo.InvariantCulture);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, endpoint => endpoint.Protocols = HttpProtocols.Http2));
builder.AddTelemetry();
builder.Services.AddGrpc();
if (args[0] == "bare") builder.Services.AddSingleton(new BareReply(File.ReadAllBytes(args[2])));
await using var app = builder.Build();
if (args[0] == "bare") app.MapGrpcService<BareService>();
else app.MapGrpcService<TelemetrySink>();
await app.RunAsync();
