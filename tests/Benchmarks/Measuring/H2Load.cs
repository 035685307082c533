using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using NatoServices.Benchmarks.Servers;

namespace NatoServices.Benchmarks.Measuring;

/// <summary>Unary gRPC calls from nghttp2's load generator: the same for whoever is called.</summary>
internal static partial class H2Load
{
    /// <summary>Calls one method again and again.</summary>
    /// <param name="folder">Where the request is kept for the generator.</param>
    /// <param name="server">Who is called.</param>
    /// <param name="method">The method's path.</param>
    /// <param name="request">The request.</param>
    /// <param name="load">How hard.</param>
    /// <returns>Answered calls a second.</returns>
    public static Task<double> RunAsync(WorkFolder folder, ServerProcess server, string method, IMessage request, Load load) =>
        RunAsync(folder, server, method, [request], load);

    /// <summary>Calls one method with several requests at once, each by a generator of its own: one generator knows but one request.</summary>
    /// <returns>Answered calls a second, in all.</returns>
    public static async Task<double> RunAsync(WorkFolder folder, ServerProcess server, string method, IEnumerable<IMessage> requests, Load each)
    {
        var outputs = await Task.WhenAll(requests.Select(request => OutputAsync(folder, server, method, request, each)));
        // One of many may have had no turn yet, where a process has just been started.
        var rate = outputs.Sum(output => Number(Rate().Match(output), "rate"));
        return rate > 0 ? rate : throw new InvalidOperationException($"Nothing was answered: {outputs[0]}");
    }

    /// <summary>Calls one method again and again, one call after another.</summary>
    /// <returns>How long the call in the middle took, in milliseconds.</returns>
    public static async Task<double> LatencyAsync(WorkFolder folder, ServerProcess server, string method, IMessage request)
    {
        var log = folder[$"{Guid.NewGuid():N}.log"];
        await OutputAsync(folder, server, method, request, new Load(Connections: 1, InFlight: 1), "--log-file", log);
        // Start, status, microseconds. The calls before those that count are in it too.
        var took = await File.ReadAllLinesAsync(log);
        File.Delete(log);
        return Statistics.Median(took.Select(line => double.Parse(line.Split('\t')[2], CultureInfo.InvariantCulture))) / 1000;
    }

    private static async Task<string> OutputAsync(
        WorkFolder folder, ServerProcess server, string method, IMessage request, Load load, params IEnumerable<string> more)
    {
        var file = folder[$"{Guid.NewGuid():N}.request"];
        await File.WriteAllBytesAsync(file, Framed(request));
        var output = await Tools.RunAsync(
            Tools.H2Load!, ["-t", "1", "-c", $"{load.Connections}", "-m", $"{load.InFlight / load.Connections}",
            "-D", $"{load.Seconds}", "--warm-up-time", $"{load.WarmUpSeconds}",
            "-d", file, "-H", "content-type: application/grpc", "-H", "te: trailers", .. more, $"{server.Address}{method}"]);
        File.Delete(file);
        var counts = Requests().Match(output);
        if (!counts.Success) throw new InvalidOperationException($"h2load: {output}");
        if (Number(counts, "failed") + Number(counts, "errored") + Number(counts, "timeout") > 0) throw new InvalidOperationException($"Calls failed: {output}");
        return output;
    }

    private static byte[] Framed(IMessage request)
    {
        var message = request.ToByteArray();
        var framed = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }

    private static double Number(Match found, string name) => double.Parse(found.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<done>\d+) done, \d+ succeeded, (?<failed>\d+) failed, (?<errored>\d+) errored, (?<timeout>\d+) timeout")]
    private static partial Regex Requests();

    [GeneratedRegex(@"(?<rate>[\d.]+) req/s")]
    private static partial Regex Rate();
}

/// <summary>How hard a server is called.</summary>
/// <param name="Connections">Over how many connections.</param>
/// <param name="InFlight">How many calls are under way at any moment, in all.</param>
/// <param name="Seconds">For how long it is counted.</param>
/// <param name="WarmUpSeconds">For how long it is called before.</param>
internal sealed record Load(int Connections, int InFlight, int Seconds = 3, int WarmUpSeconds = 1);
