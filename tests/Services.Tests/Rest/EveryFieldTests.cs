using System.Text;
using Google.Api;
using Google.Protobuf.Reflection;
using Google.Rpc;
using NatoServices.Services.Tests.Refusals;
using Xunit.Abstractions;

namespace NatoServices.Services.Tests.Rest;

/// <summary>
/// Every field of every request over REST, at every depth, by the contracts' descriptors: misspelt, given twice, null, and of another type.
/// Nothing is passed over, and nothing of it is on record.
/// </summary>
public sealed class EveryFieldTests(GivenServices services, ITestOutputHelper output) : IClassFixture<GivenServices>
{
    private const string Twice = "is given more than once";

    public static IEnumerable<object[]> Rpcs =>
        from service in GivenServices.Names
        from method in GivenServices.Contract(service).Methods
        where method.GetOptions()?.HasExtension(AnnotationsExtensions.Http) is true
        select (object[])[service, method.Name];

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task Each_field_is_read_or_named(string service, string rpc)
    {
        var method = GivenServices.Contract(service).FindMethodByName(rpc);
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        var before = await services.RevisionsAsync();
        var tried = 0;
        foreach (var binding in (HttpRule[])[rule, .. rule.AdditionalBindings])
        {
            var request = new SampleRequest(binding, method.InputType);
            foreach (var place in request.Places)
                foreach (var (what, expected) in request.HasBody ? Bodies(request, place) : Queries(request, place))
                {
                    await RefusesAsync(service, request, what, expected);
                    tried++;
                }
            foreach (var place in request.HasBody ? request.Places : [])
            {
                var absent = await RefusedAsync(service, request, request.Body(place, _ => ""));
                Assert.Equal(absent, await RefusedAsync(service, request, request.Body(place, field => $"\"{field.Name}\":null")));
                tried++;
            }
            // A request without any field has nothing to misspell but a name that it does not know.
            await RefusesAsync(service, request, request.HasBody ? """{"nothing":1}""" : "nothing=1", "nothing: is not a field of this request");
            Assert.True(tried >= 2 * request.Places.Count(), $"{tried} of {request.Places.Count()} fields");
        }
        Assert.Equal(before, await services.RevisionsAsync());
        output.WriteLine($"{tried + 1} requests");
    }

    private async Task RefusesAsync(string service, SampleRequest request, string sent, string expected)
    {
        var status = await RefusedAsync(service, request, sent);
        var violations = status.GetDetail<BadRequest>()!.FieldViolations.Select(v => $"{v.Field}: {v.Description}").ToList();
        Assert.True(violations.Any(v => v.StartsWith(expected, StringComparison.Ordinal)), $"{sent}: {expected} is not among\n{string.Join('\n', violations)}");
    }

    private async Task<Google.Rpc.Status> RefusedAsync(string service, SampleRequest request, string sent)
    {
        using var message = new HttpRequestMessage(request.Method, request.HasBody ? request.Path : $"{request.Path}?{sent}");
        if (request.HasBody) message.Content = new StringContent(sent, Encoding.UTF8, "application/json");
        // Appointments are refused to anybody else before anything is said about the request.
        message.Headers.Add("nato-actor", "consensus");
        using var answer = await services[service].Rest.SendAsync(message);
        var status = await Caller.StatusOfAsync(answer);
        Assert.True(((int)answer.StatusCode, status.GetDetail<ErrorInfo>()?.Reason) == (400, "INVALID_INPUT"), $"{sent}: {answer.StatusCode} {status}");
        return status;
    }

    /// <summary>What is sent, and the beginning of the violation that must be named.</summary>
    private static IEnumerable<(string Body, string Expected)> Bodies(SampleRequest request, FieldDescriptor[] place)
    {
        var path = SampleRequest.PathOf(place);
        var field = place[^1];
        var sample = SampleRequest.Sample(field);
        var misspelt = path[..^field.Name.Length] + field.JsonName + "x";
        yield return (request.Body(place, f => $"\"{f.JsonName}x\":{sample}"), $"{misspelt}: is not a field of this request; did you mean {field.JsonName}?");
        yield return (request.Body(place, f => $"\"{f.JsonName}\":{sample},\"{f.Name}\":{sample}"), $"{path}: {Twice}");
        var wrong = field.FieldType == FieldType.String && !field.IsRepeated ? "7" : "\"of_another type\"";
        yield return (request.Body(place, f => $"\"{f.Name}\":{wrong}"), $"{path}: must be ");
    }

    private static IEnumerable<(string Query, string Expected)> Queries(SampleRequest request, FieldDescriptor[] place)
    {
        var field = place[^1];
        var names = string.Join('.', place.Select(f => f.JsonName));
        var name = string.Join('.', place.Select(f => f.Name));
        var sample = Uri.EscapeDataString(SampleRequest.QuerySample(field));
        if (SampleRequest.IsObject(field))
        {
            yield return ($"{name}=1", $"{name}: is given by its parts");
            yield break;
        }
        yield return ($"{names}x={sample}", $"{names}x: is not a field of this request; did you mean {names}?");
        yield return ($"{name}={sample}&{names}={sample}", $"{name}: {Twice}");
        if (field.FieldType != FieldType.String) yield return ($"{name}=of_another%20type", $"{name}: must be ");
        if (request.InPath is [var first, ..]) yield return ($"{first}=another", $"{first}: contradicts the address");
    }
}
