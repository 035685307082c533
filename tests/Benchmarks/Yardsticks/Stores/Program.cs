using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NatoServices.Benchmarks.Yardsticks;

// "<store> <port> <connection string>": the store answers etcd's Put, so that everybody is asked the same.
var (name, port, connectionString) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), args[2]);
IStore store = name switch
{
    "ceiling" => await CeilingStore.OpenAsync(connectionString),
    "insert-postgres" => await PostgresInsertStore.OpenAsync(connectionString),
    "insert-sqlite" => SqliteInsertStore.Open(connectionString),
    "marten" => await MartenStore.OpenAsync(connectionString),
    _ => throw new ArgumentException($"There is no store '{name}'."),
};
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, endpoint => endpoint.Protocols = HttpProtocols.Http2));
builder.Services.AddGrpc();
builder.Services.AddSingleton(store).AddSingleton<StoreService>();
await using var app = builder.Build();
app.MapGrpcService<StoreService>();
await app.RunAsync();
