using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.EmbeddedCache;

/// <summary>The cache as a process of its own, with <c>/health</c>.</summary>
internal static class CacheCommand
{
    private const string PortSetting = "Cache:Port";

    /// <returns>The exit code: 0, or 1 with one line if it could not start.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Create(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults.AsEnumerable() });
        var port = PortOf(builder.Configuration);
        var cache = CacheServer.Start(port);
        builder.Services.AddSingleton(_ => cache);
        builder.Services.AddHealthChecks().AddCheck("cache", new PingCheck(port));

        var app = builder.Build();
        // Resolved now: the container disposes only what it has resolved.
        app.Services.GetRequiredService<CacheServer>();
        app.MapHealthChecks("/health");
        return app;
    }

    private static IConfiguration Defaults =>
        new ConfigurationBuilder().AddJsonStream(typeof(CacheCommand).Assembly.GetManifestResourceStream("appsettings.json")!).Build();

    private static int PortOf(ConfigurationManager settings) =>
        int.TryParse(settings[PortSetting], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw new ArgumentException($"{PortSetting} must be a port from 1 to 65535, is '{settings[PortSetting]}'.");
}
