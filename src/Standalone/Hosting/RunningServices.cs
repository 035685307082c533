using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NatoServices.EmbeddedCache;

namespace NatoServices.Standalone.Hosting;

internal sealed class RunningServices(CacheServer cache) : IAsyncDisposable
{
    private readonly List<WebApplication> apps = [];

    /// <summary>Starts all services in parallel: none calls another one before it is called itself.</summary>
    public static async Task<RunningServices> StartAsync(Settings settings)
    {
        var running = new RunningServices(CacheServer.Start(settings.Ports.Cache.Port));
        try
        {
            var starts = Hosted.All.Select(hosted => Task.Run(() => StartAsync(hosted, settings))).ToList();
            await Task.WhenAll(starts).ContinueWith(_ => { }, TaskScheduler.Default);
            running.apps.AddRange(starts.Where(s => s.IsCompletedSuccessfully).Select(s => s.Result));
            await Task.WhenAll(starts);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops each service before the services that it calls.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var app in Enumerable.Reverse(apps))
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        cache.Dispose();
    }

    private static async Task<WebApplication> StartAsync(Hosted hosted, Settings settings)
    {
        var app = await hosted.CreateAsync([.. SettingsOf(hosted, settings)], builder =>
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        try
        {
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static IEnumerable<string> SettingsOf(Hosted hosted, Settings settings)
    {
        var ports = settings.Ports.Services[hosted.Identity.Name];
        yield return $"--Kestrel:Endpoints:http:Url={ports.Http.Url}";
        yield return $"--Kestrel:Endpoints:grpc:Url={ports.Grpc.Url}";
        yield return $"--ConnectionStrings:journal={Journal(settings, hosted)}";
        yield return $"--ConnectionStrings:cache={settings.Ports.Cache.Address}";
        yield return "--Logging:LogLevel:Default=Warning";
        foreach (var (name, other) in settings.Ports.Services) yield return $"--services:{name}:grpc:0={other.Grpc.Url}";
    }

    private static string Journal(Settings settings, Hosted hosted) =>
        new DbConnectionStringBuilder { ["Data Source"] = settings.FileOf(hosted.Identity.Name) }.ConnectionString;
}
