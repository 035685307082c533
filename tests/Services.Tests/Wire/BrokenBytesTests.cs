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
    [InlineData("""{"code":"FIN","display_name":"\ud800"}""")]
    [InlineData("""{"code":"FIN","display_name":""")]
    [InlineData("""{"code":"FIN","display_name":7,"invited_on":"yesterday"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_body_that_is_no_request_over_REST_is_bad_input(string body)
    {
        using var content = new ByteArrayContent(Break(Encoding.UTF8.GetBytes(body)));
        content.Headers.ContentType = new("application/json");

        var answer = await services["members"].Rest.PostAsync("/v1/members", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("""{"code":3,""", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await services.Members.GetRosterAsync(new())).Revision);
    }

    [Theory]
    [InlineData("/v1/members/%FF%FE")]
    [InlineData("/v1/members/..%2F")]
    [InlineData("/v1/members?page_size=many")]
    [InlineData("/v1/members?status=MEMBER_STATUS_FRIEND")]
    public async Task An_address_that_is_no_request_is_bad_input(string address) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await services["members"].Rest.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);

    [Fact]
    public async Task A_request_of_more_than_a_megabyte_is_refused()
    {
        var request = new InviteMemberRequest { Code = "FIN", DisplayName = new('x', 2 << 20) };

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await services.Members.InviteMemberAsync(request));
        using var content = new StringContent(JsonFormatter.Default.Format(request), Encoding.UTF8, "application/json");
        var answer = await services["members"].Rest.PostAsync("/v1/members", content);

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private Caller Members => new(services["members"], Nato.Members.V1.Members.Descriptor);

    /// <summary>Puts two bytes that no UTF-8 text has where the placeholder stands.</summary>
    private static byte[] Break(byte[] bytes)
    {
        var at = bytes.AsSpan().IndexOf(Placeholder);
        if (at >= 0) bytes[at] = bytes[at + 1] = 0xFF;
        return bytes;
    }
}
