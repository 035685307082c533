using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using NatoServices.Cases;
using NatoServices.ServiceDefaults;
using NatoServices.Standalone.Hosting;
using NatoServices.Standalone.Pages;

namespace NatoServices.Standalone;

internal static class StandaloneRun
{
    /// <summary>Starts everything, records and shows the case, and waits until it is stopped.</summary>
    /// <returns>The exit code: 0, or 1 if it could not start.</returns>
    public static async Task<int> RunAsync(Settings settings, CancellationToken stop)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            // Check everything that can be wrong before anything is started or written.
            var reported = settings.CaseFile is { } file ? CaseReader.Read(file) : null;
            settings.Ports.Check();
            DataDirectory.Prepare(settings.Data);

            await using var running = await RunningServices.StartAsync(settings);
            using var services = new Clients(service => settings.Ports.Services[service].Grpc.Url, CaseLoader.Actor);
            var page = reported is null
                ? await NextPage.OfAsync(services, settings.Ports.Services["consensus"], stop)
                : await CasePage.OfAsync(reported, settings, services, stop);
            Print([.. AddressPage.Of(settings), "", .. page, "", Ready(began)]);
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return 0;
        }
        catch (Exception ended) when (stop.IsCancellationRequested && ended is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            return 0;
        }
        catch (Exception failure) when (((failure as CaseRefusedException)?.Message ?? Startup.Explain(failure)) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    private static string Ready(long began) => string.Create(
        CultureInfo.InvariantCulture, $"Ready after {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s. Ctrl+C stops.");

    private static void Print(IEnumerable<string> lines) => Console.Out.WriteLine(string.Join(Environment.NewLine, lines));
}
