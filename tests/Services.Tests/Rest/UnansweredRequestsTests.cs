using System.Net;
using System.Text;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using NatoServices.Services.Tests.Hosting;
using NatoServices.Services.Tests.Refusals;

namespace NatoServices.Services.Tests.Rest;

/// <summary>What reaches no service is refused with a body that programs read, and is no error of the service.</summary>
public sealed class UnansweredRequestsTests(ServiceFixture services) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("GET", "/v1/nothing", 404, "ADDRESS_UNKNOWN")]
    [InlineData("GET", "/favicon.ico", 404, "ADDRESS_UNKNOWN")]
    [InlineData("POST", "/v1/members/FIN", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("DELETE", "/v1/members", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("OPTIONS", "/v1/members", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("PUT", "/v1/members/FIN:accede", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("POST", "/v1/members", 415, "MEDIA_TYPE_UNSUPPORTED", "text/plain")]
    [InlineData("POST", "/v1/members", 415, "MEDIA_TYPE_UNSUPPORTED", "application/x-www-form-urlencoded")]
    [InlineData("POST", "/v1/members", 415, "MEDIA_TYPE_UNSUPPORTED", "application/json;charset=windows-1252")]
    [InlineData("POST", "/v1/members", 415, "MEDIA_TYPE_UNSUPPORTED", "application/json;charset=nothing")]
    [InlineData("POST", "/v1/members", 415, "MEDIA_TYPE_UNSUPPORTED", "nonsense")]
    public async Task It_is_refused(string method, string address, int status, string reason, string contentType = "application/json")
    {
        using var message = new HttpRequestMessage(new(method), address);
        if (method is "POST") message.Content = Body("{}"u8.ToArray(), contentType);

        using var answer = await services["members"].Rest.SendAsync(message);

        if (status is 405) Assert.NotEmpty(answer.Content.Headers.Allow);
        Assert.Equal(
            ((int, string?, string?))(status, "application/json", reason),
            ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, (await Caller.StatusOfAsync(answer)).GetDetail<ErrorInfo>()?.Reason));
    }

    [Theory]
    [InlineData("application/json;charset=windows-1252")]
    [InlineData("nonsense")]
    public async Task Where_nothing_is_read_of_a_body_its_media_type_does_not_matter(string contentType)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "/v1/members") { Content = Body([], contentType) };
        using var answer = await services["members"].Rest.SendAsync(message);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("UTF-16")]
    [InlineData("utf-16BE")]
    public async Task A_body_is_read_in_the_encoding_that_it_names(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var body = encoding.GetBytes("""{"code":"XXX","displayName":"Ελλάς"}""");
        foreach (var bytes in (byte[][])[body, [.. encoding.Preamble, .. body]])
        {
            using var answer = await services["members"].Rest.PostAsync("/v1/members", Body(bytes, $"application/json;charset={name}"));
            var violations = (await Caller.StatusOfAsync(answer)).GetDetail<BadRequest>()!.FieldViolations;
            Assert.Contains(violations, v => v.Description == "'XXX' is not an assigned ISO 3166-1 alpha-3 code");
            Assert.DoesNotContain(violations, v => v.Field is "body" or "display_name");
        }
    }

    [Theory]
    [InlineData("/v1/members")]
    [InlineData("/v1/roster")]
    [InlineData("/v1/roster:watch")]
    [InlineData("/health")]
    [InlineData("/")]
    public async Task Where_there_is_GET_there_is_HEAD(string address)
    {
        using var message = new HttpRequestMessage(HttpMethod.Head, address);
        using var answer = await services["members"].Rest.SendAsync(message);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_health_of_a_service_that_is_not_known_is_not_found()
    {
        var health = new Health.HealthClient(services["members"].Channel);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new() { Service = "no.such.Service" }));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    private static ByteArrayContent Body(byte[] bytes, string contentType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("content-type", contentType);
        return content;
    }
}
