using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace NatoServices.ServiceDefaults;

/// <summary>The names of a service and its default settings.</summary>
/// <remarks>
/// Its <c>appsettings.json</c> has the default addresses: REST and health on the endpoint <c>http</c> (HTTP/1.1), gRPC in clear text on the
/// endpoint <c>grpc</c> (HTTP/2). Without TLS, one port cannot serve both. An orchestrator reads the endpoints from there, too.
/// </remarks>
/// <param name="Name">Its name in lower case, such as <c>members</c>; also the name of its database file and in telemetry.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Assembly">The service's assembly, with its <c>appsettings.json</c> as an embedded resource.</param>
public sealed record ServiceIdentity(string Name, string Title, Assembly Assembly)
{
    private readonly IConfiguration ownSettings =
        new ConfigurationBuilder().AddJsonStream(Assembly.GetManifestResourceStream("appsettings.json")!).Build();

    /// <summary>The default folder for data: in the user's local application data, outside any source tree.</summary>
    public static string DefaultDataDirectory => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "NatoServices");

    /// <summary>The default port of REST and health.</summary>
    public int HttpPort => PortOf("http");

    /// <summary>The default port of gRPC.</summary>
    public int GrpcPort => PortOf("grpc");

    /// <summary>
    /// The settings for a command that does not create the service: defaults, environment and command line, as the service has them.
    /// </summary>
    public IConfiguration Settings(string[] args)
    {
        var settings = new ConfigurationBuilder();
        AddDefaults(settings.Sources);
        return settings.AddEnvironmentVariables().AddCommandLine(args).Build();
    }

    /// <summary>Adds the defaults with the lowest priority.</summary>
    public void AddDefaults(IList<IConfigurationSource> sources) =>
        // Not added as a JSON stream: a stream can be read only once, but a builder reloads its settings whenever a source is added.
        sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults.Concat(ownSettings.AsEnumerable()) });

    private Dictionary<string, string?> Defaults => new()
    {
        ["ConnectionStrings:journal"] = $"Data Source={Path.Combine(DefaultDataDirectory, Name)}.db",
        // Read by the host. A process must exit within five seconds of a stop request; one second is a margin.
        ["shutdownTimeoutSeconds"] = "4",
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        // This logger begins a scope for every call, for log lines that are switched off.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        ["Logging:LogLevel:Grpc"] = "Warning",
        // Startup failures are reported in one line; the host's own log would add a stack trace. A failing background service is logged as
        // critical.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
        // The service logs its start and stop itself.
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        // In milliseconds. A collector that hangs delays the end of the process by this for each of three signals; the default is ten
        // seconds.
        ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "1000",
    };

    private int PortOf(string endpoint) => new Uri(ownSettings[$"Kestrel:Endpoints:{endpoint}:Url"]!).Port;
}
