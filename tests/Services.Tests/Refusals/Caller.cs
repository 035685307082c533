using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using NatoServices.Services.Tests.Hosting;

namespace NatoServices.Services.Tests.Refusals;

/// <summary>Calls any RPC by its name, over gRPC or REST, with a request in proto JSON. Of a watch it takes the first message.</summary>
internal sealed class Caller(Hosted service, ServiceDescriptor contract)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(b => b, b => b);

    private static readonly JsonParser RestStatus =
        new(JsonParser.Settings.Default.WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public Task<byte[]> GrpcAsync(RpcCall call)
    {
        var method = contract.FindMethodByName(call.Rpc);
        return GrpcAsync(call.Rpc, JsonParser.Default.Parse(call.Request.ToJsonString(), method.InputType).ToByteArray(), call.Actor);
    }

    /// <summary>Sends these bytes, whatever they are.</summary>
    public async Task<byte[]> GrpcAsync(string rpc, byte[] request, string actor = "")
    {
        var type = IsWatch(rpc) ? MethodType.ServerStreaming : MethodType.Unary;
        var method = new Method<byte[], byte[]>(type, contract.FullName, rpc, Bytes, Bytes);
        var headers = actor is "" ? new Metadata() : new() { { "nato-actor", actor } };
        if (type is MethodType.Unary) return await service.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new(headers), request);
        using var watch = service.Channel.CreateCallInvoker().AsyncServerStreamingCall(method, null, new(headers), request);
        return await watch.ResponseStream.MoveNext(default) ? watch.ResponseStream.Current : [];
    }

    /// <summary>Whether an RPC answers with a stream.</summary>
    public bool IsWatch(string rpc) => contract.FindMethodByName(rpc).IsServerStreaming;

    /// <summary>The same call over REST, as the contract's annotation has it.</summary>
    public async Task<HttpResponseMessage> RestAsync(RpcCall call, string accept = "*/*")
    {
        var rule = contract.FindMethodByName(call.Rpc).GetOptions().GetExtension(AnnotationsExtensions.Http);
        var fields = (JsonObject)call.Request.DeepClone();
        var path = string.Concat(Template(rule).Split('{', '}').Select((part, i) => i % 2 == 0 ? part : Take(fields, part)));
        var query = rule.Body is "*" ? "" : "?" + string.Join('&', Query("", fields));
        using var message = new HttpRequestMessage(Verb(rule), path + query);
        if (rule.Body is "*") message.Content = new StringContent(fields.ToJsonString(), Encoding.UTF8, "application/json");
        if (call.Actor is not "") message.Headers.Add("nato-actor", call.Actor);
        message.Headers.Add("Accept", accept);
        return await service.Rest.SendAsync(message);
    }

    public static Google.Rpc.Status StatusOf(RpcException refused) => refused.GetRpcStatus() ?? new() { Code = (int)refused.StatusCode };

    public static async Task<Google.Rpc.Status> StatusOfAsync(HttpResponseMessage refused) =>
        RestStatus.Parse<Google.Rpc.Status>(await refused.Content.ReadAsStringAsync());

    private static string Take(JsonObject fields, string name)
    {
        var value = fields[name]?.GetValue<string>() ?? "";
        fields.Remove(name);
        return Uri.EscapeDataString(value);
    }

    private static IEnumerable<string> Query(string prefix, JsonObject fields) => fields.SelectMany(f =>
        f.Value is JsonObject nested ? Query($"{prefix}{f.Key}.", nested) : [$"{prefix}{f.Key}={HttpUtility.UrlEncode(f.Value!.ToString())}"]);

    /// <summary>The address of a rule, with the names of what varies in braces.</summary>
    public static string Template(HttpRule rule) => rule.Get + rule.Post + rule.Patch;

    /// <summary>The HTTP method of a rule.</summary>
    public static HttpMethod Verb(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => HttpMethod.Get,
        HttpRule.PatternOneofCase.Patch => HttpMethod.Patch,
        _ => HttpMethod.Post,
    };
}
