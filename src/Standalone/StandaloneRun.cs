using NatoServices.ServiceDefaults;
using NatoServices.Standalone.Cases;
using NatoServices.Standalone.Hosting;

namespace NatoServices.Standalone;

/// <summary>One run, from the checks to the end.</summary>
internal static class StandaloneRun
{
    public static async Task<int> RunAsync(Settings settings, CancellationToken stop)
    {
        try
        {
            var w = System.Diagnostics.Stopwatch.StartNew();
            var reported = settings.CaseFile is { } file ? CaseReader.Read(file) : null;
            Console.WriteLine($"read {w.ElapsedMilliseconds}");
            settings.Ports.Check();
            DataDirectory.Prepare(settings.Data);
            await using var running = await RunningServices.StartAsync(settings);
            Console.WriteLine($"started {w.ElapsedMilliseconds}");
            using var clients = new Clients(settings.Ports, CaseLoader.Actor);
            if (reported is not null) await new CaseLoader(clients).RecordAsync(reported, stop);
            Console.WriteLine($"recorded {w.ElapsedMilliseconds}");
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failure) when (((failure as CaseRefusedException)?.Message ?? Startup.Explain(failure)) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }
}
