using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using NatoServices.Services.Tests.Refusals;
using Xunit.Abstractions;

namespace NatoServices.Services.Tests.Rest;

/// <summary>
/// Requests that are wrong in ways that nobody has thought of: the sample of an RPC with a few accidents in it, over REST and over gRPC.
/// Each is answered, none of them as a defect, and none is on record. NATO_TEST_FUZZ says how many (4,000 if it is not set).
/// </summary>
public sealed class FuzzTests(GivenServices services, ITestOutputHelper output) : IClassFixture<GivenServices>
{
    private const int Callers = 8;

    private static readonly int Count =
        int.Parse(Environment.GetEnvironmentVariable("NATO_TEST_FUZZ") ?? "4000", NumberStyles.None, CultureInfo.InvariantCulture);

    private static readonly (string Service, MethodDescriptor Method)[] Rpcs =
    [
        .. from service in GivenServices.Names
           from method in GivenServices.Contract(service).Methods
           where method.GetOptions()?.HasExtension(AnnotationsExtensions.Http) is true && !method.IsServerStreaming
           select (service, method),
    ];

    [Fact]
    public async Task Nothing_is_a_defect_and_nothing_is_written()
    {
        var before = await services.RevisionsAsync();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller))));
        Assert.Equal(before, await services.RevisionsAsync());
        foreach (var status in counts.SelectMany(each => each).GroupBy(each => each.Key).OrderBy(each => each.Key, StringComparer.Ordinal))
            output.WriteLine($"{status.Key}: {status.Sum(each => each.Value)}");
        output.WriteLine($"managed memory before {memory >> 10} KiB, after {GC.GetTotalMemory(forceFullCollection: true) >> 10} KiB");
    }

    private async Task<Dictionary<string, int>> CallAsync(int seed)
    {
        var random = new Random(seed);
        var statuses = new Dictionary<string, int>();
        for (var call = 0; call < Count / Callers; call++)
        {
            var (service, method) = Rpcs[random.Next(Rpcs.Length)];
            var status = random.Next(2) == 0 ? await RestAsync(random, service, method) : await GrpcAsync(random, service, method);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }
        return statuses;
    }

    private async Task<string> RestAsync(Random random, string service, MethodDescriptor method)
    {
        var request = new SampleRequest(method.GetOptions().GetExtension(AnnotationsExtensions.Http), method.InputType);
        var place = request.Places.ElementAt(random.Next(request.Places.Count()));
        var sent = Accidents(random, request.HasBody ? request.Body(place, field => Member(random, field)) : $"{place[0].Name}={Value(random, place[^1])}");
        using var message = new HttpRequestMessage(request.Method, request.HasBody ? request.Path : $"{request.Path}?{Uri.EscapeDataString(sent).Replace("%3D", "=", StringComparison.Ordinal)}");
        if (request.HasBody)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sent));
            message.Content.Headers.TryAddWithoutValidation("content-type", random.Next(20) == 0 ? "application/json; charset=utf-16" : "application/json");
        }
        using var answer = await services[service].Rest.SendAsync(message);
        Assert.True(answer.StatusCode < HttpStatusCode.InternalServerError, $"{method.Name} {sent}: {await answer.Content.ReadAsStringAsync()}");
        Assert.True(request.Method == HttpMethod.Get || !answer.IsSuccessStatusCode, $"{method.Name} {sent} was accepted");
        // An address that is too long is refused by the server itself, without a body.
        if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.RequestUriTooLong) Assert.NotEmpty((await Caller.StatusOfAsync(answer)).Details);
        return $"REST {(int)answer.StatusCode}";
    }

    private async Task<string> GrpcAsync(Random random, string service, MethodDescriptor method)
    {
        var sample = new SampleRequest(method.GetOptions().GetExtension(AnnotationsExtensions.Http), method.InputType);
        var json = sample.Places.FirstOrDefault() is { } place ? sample.Body(place, field => $"\"{field.JsonName}\":{SampleRequest.Sample(field)}") : "{}";
        var bytes = JsonParser.Default.Parse(json, method.InputType).ToByteArray().ToList();
        for (var accidents = random.Next(1, 4); accidents > 0; accidents--)
        {
            var at = random.Next(bytes.Count + 1);
            if (random.Next(3) == 0 && at < bytes.Count) bytes.RemoveAt(at);
            else if (random.Next(2) == 0 && at < bytes.Count) bytes[at] = (byte)random.Next(256);
            else bytes.Insert(at, (byte)random.Next(256));
        }
        try
        {
            await services.Calling(service).GrpcAsync(method.Name, [.. bytes]);
            Assert.True(sample.Method == HttpMethod.Get, $"{method.Name} {Convert.ToHexString([.. bytes])} was accepted");
            return "gRPC OK";
        }
        catch (RpcException refused)
        {
            Assert.False(refused.StatusCode is StatusCode.Internal or StatusCode.Unknown, $"{method.Name} {Convert.ToHexString([.. bytes])}: {refused.Status}");
            return $"gRPC {refused.StatusCode}";
        }
    }

    private static string Member(Random random, FieldDescriptor field) => random.Next(6) switch
    {
        0 => "",
        1 => $"\"{field.Name}\":{Value(random, field)},\"{field.JsonName}\":{Value(random, field)}",
        2 => $"\"{field.JsonName.ToUpperInvariant()}\":{Value(random, field)}",
        _ => $"\"{field.JsonName}\":{Value(random, field)}",
    };

    private static string Value(Random random, FieldDescriptor field) => random.Next(12) switch
    {
        0 => "null",
        1 => "true",
        2 => "-1",
        3 => "1e400",
        4 => "[]",
        5 => "{}",
        6 => new string('[', 70) + new string(']', 70),
        7 => JsonSerializer.Serialize(new string('ß', random.Next(3000))),
        8 => "\"\\ud800\"",
        9 => "{\"\":{\"year\":null}}",
        10 => JsonSerializer.Serialize(Convert.ToBase64String(BitConverter.GetBytes(random.NextInt64()))),
        _ => SampleRequest.Sample(field),
    };

    /// <summary>Takes a character away, repeats one, or puts another in its place, in one of three requests.</summary>
    private static string Accidents(Random random, string text)
    {
        var at = random.Next(text.Length);
        return random.Next(9) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, text[at].ToString()),
            2 => text.Insert(at, ((char)random.Next(1, 0x3000)).ToString()),
            _ => text,
        };
    }
}
