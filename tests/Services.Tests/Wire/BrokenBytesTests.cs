using System.Net;
using System.Text;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Nato.Members.V1;
using NatoServices.Services.Tests.Hosting;
using NatoServices.Services.Tests.Refusals;

namespace NatoServices.Services.Tests.Wire;

/// <summary>What isn't even a request is refused as bad input, and nothing of it is kept.</summary>
public sealed class BrokenBytesTests : IClassFixture<ServiceFixture>
{
    private static readonly byte[] Placeholder = "@@"u8.ToArray();

    private readonly ServiceFixture services;

    public BrokenBytesTests(ServiceFixture services) => this.services = services;

    [Theory]
    [InlineData("code")]
    [InlineData("display_name")]
    [InlineData("head_of_government")]
    [InlineData("request_id")]
    public async Task Invalid_utf8_in_a_field_over_gRPC_is_bad_input(string field)
    {
        var request = new InviteMemberRequest { Code = "FIN", DisplayName = "Finland", Source = Story.Source };
        InviteMemberRequest.Descriptor.FindFieldByName(field).Accessor.SetValue(request, "@@");

        var refused = await Assert.ThrowsAsync<RpcException>(() => Members.GrpcAsync("InviteMember", Break(request.ToByteArray())));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal("INVALID_INPUT", refused.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
        Assert.Equal(0, (await services.Members.GetRosterAsync(new())).Revision);
    }

    [Fact]
    public async Task A_message_that_breaks_off_over_gRPC_is_bad_input()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => Members.GrpcAsync("InviteMember", [0x0A, 0x7F, 0x41]));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal("INVALID_INPUT", refused.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
        Assert.Equal(0, (await services.Members.GetRosterAsync(new())).Revision);
    }

    [Theory]
    [InlineData("""{"code":"FIN","display_name":"@@"}""")]
    [InlineData("""{"code":"FIN","display_name":""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_body_that_is_no_request_over_REST_is_bad_input(string body)
    {
        using var content = new ByteArrayContent(Break(Encoding.UTF8.GetBytes(body)));
        content.Headers.ContentType = new("application/json");

        var answer = await services["members"].Rest.PostAsync("/v1/members", content);

        var violation = Assert.Single(await ViolationsAsync(answer));
        Assert.StartsWith("body: ", violation, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(InviteMemberRequest), violation, StringComparison.Ordinal);
        Assert.Equal(0, (await services.Members.GetRosterAsync(new())).Revision);
    }

    [Theory]
    [InlineData("members?page_size=many", "page_size: must be a whole number of 32 bits, is 'many'")]
    [InlineData("members?pageSize=4294967296", "page_size: must be a whole number of 32 bits, is '4294967296'")]
    [InlineData("members?page_size=1&page_size=2", "page_size: is given more than once")]
    [InlineData("members?status=MEMBER_STATUS_FRIEND&status=", "status: is given more than once")]
    [InlineData("members?status=MEMBER_STATUS_FRIEND", "status: must be one of MEMBER_STATUS_INVITED, MEMBER_STATUS_MEMBER, MEMBER_STATUS_WITHDRAWN, is 'MEMBER_STATUS_FRIEND'")]
    [InlineData("members?unknown=1&status=-1&page_size=", "unknown: is not a field of this request", "status: -1 is not a known value", "page_size: must be a whole number of 32 bits, is ''")]
    [InlineData("members?as_of=2024-02-22", "as_of: is given by its parts: as_of.year, as_of.month, as_of.day")]
    [InlineData("members?as_of.year=MMXXIV", "as_of.year: must be a whole number of 32 bits, is 'MMXXIV'")]
    [InlineData("members?known_at=yesterday%22", "known_at: must be a moment such as 2024-02-22T12:00:00Z, is 'yesterday\"'")]
    [InlineData("members?fully_consistent=perhaps", "fully_consistent: must be true or false, is 'perhaps'")]
    public async Task A_query_that_is_no_request_names_the_parameter(string address, params string[] violations) =>
        Assert.Equal(violations, await ViolationsAsync(await services["members"].Rest.GetAsync(new Uri($"/v1/{address}", UriKind.Relative))));

    [Theory]
    [InlineData("/v1/members/%FF%FE")]
    [InlineData("/v1/members/..%2F")]
    public async Task An_address_that_is_no_request_is_bad_input(string address) =>
        Assert.Equal(["code: must be an ISO 3166-1 alpha-3 code: three capital letters"],
            await ViolationsAsync(await services["members"].Rest.GetAsync(new Uri(address, UriKind.Relative))));

    [Fact]
    public async Task A_request_of_more_than_a_megabyte_is_refused()
    {
        var request = new InviteMemberRequest { Code = "FIN", DisplayName = new('x', 2 << 20) };

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await services.Members.InviteMemberAsync(request));
        using var content = new StringContent(JsonFormatter.Default.Format(request), Encoding.UTF8, "application/json");
        // The server does not read what it refuses: a client that is still sending would find the connection closed.
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/members") { Content = content, Headers = { ExpectContinue = true } };
        using var waiting = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Waiting.Longest });
        waiting.BaseAddress = services["members"].Rest.BaseAddress;
        var answer = await waiting.SendAsync(message);

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "REQUEST_TOO_LARGE"),
            (answer.StatusCode, (await Caller.StatusOfAsync(answer)).GetDetail<ErrorInfo>()?.Reason));
    }

    private Caller Members => new(services["members"], Nato.Members.V1.Members.Descriptor);

    /// <summary>What a refusal of bad input over REST names.</summary>
    private static async Task<IEnumerable<string>> ViolationsAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var status = await Caller.StatusOfAsync(answer);
        var info = status.GetDetail<ErrorInfo>();
        Assert.Equal((3, "INVALID_INPUT", "natoservices"), (status.Code, info?.Reason, info?.Domain));
        return status.GetDetail<BadRequest>()!.FieldViolations.Select(v => $"{v.Field}: {v.Description}");
    }

    /// <summary>Puts two bytes that no UTF-8 text has where the placeholder stands.</summary>
    private static byte[] Break(byte[] bytes)
    {
        var at = bytes.AsSpan().IndexOf(Placeholder);
        if (at >= 0) bytes[at] = bytes[at + 1] = 0xFF;
        return bytes;
    }
}
