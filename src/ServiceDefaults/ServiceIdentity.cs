using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace NatoServices.ServiceDefaults;

/// <summary>What a service is called and where it listens unless told otherwise.</summary>
/// <remarks>
/// Its <c>appsettings.json</c> says where it listens: REST and health on the endpoint <c>http</c> (HTTP/1.1), gRPC in clear text on the
/// endpoint <c>grpc</c> (HTTP/2): without TLS one port can't speak both. An orchestrator reads the endpoints there too.
/// </remarks>
/// <param name="name">Its name in lower case: <c>members</c>; its database file and its telemetry go by it.</param>
/// <param name="title">Its name for people.</param>
/// <param name="assembly">The service's own, which has its <c>appsettings.json</c> in it.</param>
public sealed class ServiceIdentity(string name, string title, Assembly assembly)
{
    private readonly IConfiguration ownSettings =
        new ConfigurationBuilder().AddJsonStream(assembly.GetManifestResourceStream("appsettings.json")!).Build();

    /// <summary>Where data goes unless told otherwise: a folder of the user's, outside any source tree.</summary>
    public static string DefaultDataDirectory => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "NatoServices");

    /// <summary>Its name in lower case.</summary>
    public string Name => name;

    /// <summary>Its name for people.</summary>
    public string Title => title;

    /// <summary>The port of REST and health, unless told otherwise.</summary>
    public int HttpPort => PortOf("http");

    /// <summary>The port of gRPC, unless told otherwise.</summary>
    public int GrpcPort => PortOf("grpc");

    /// <summary>The settings of a process of this service that isn't the service itself: defaults, environment and command line, as the service has them.</summary>
    public IConfiguration Settings(string[] args)
    {
        var settings = new ConfigurationBuilder();
        AddDefaults(settings.Sources);
        return settings.AddEnvironmentVariables().AddCommandLine(args).Build();
    }

    /// <summary>Puts the defaults below all that is there.</summary>
    public void AddDefaults(IList<IConfigurationSource> sources)
    {
        // Not as the stream that they come from: that is read once, and a builder's settings are put together again with each source.
        sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults.Concat(ownSettings.AsEnumerable()) });
    }

    private Dictionary<string, string?> Defaults => new()
    {
        ["ConnectionStrings:journal"] = $"Data Source={Path.Combine(DefaultDataDirectory, name)}.db",
        // The host reads it: a process that is told to stop ends within five seconds, one of them in hand.
        ["shutdownTimeoutSeconds"] = "4",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        // It begins a scope for every call, for log lines that are switched off.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        ["Logging:LogLevel:Grpc"] = "Warning",
        // Why a host did not start is told in one line; its own log would add a stack trace. A background service that fails is critical.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        // The service says itself that it starts and stops.
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        // In milliseconds: a collector that hangs holds up the end of the process for each of three signals, by ten seconds otherwise.
        ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "1000",
    };

    private int PortOf(string endpoint) => new Uri(ownSettings[$"Kestrel:Endpoints:{endpoint}:Url"]!).Port;
}
