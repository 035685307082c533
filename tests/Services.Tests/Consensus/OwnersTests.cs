using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Domain;
using NatoServices.Members;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>What Consensus does when a service that owns its facts is away, behind, or knows more.</summary>
public sealed class OwnersTests
{
    [Theory]
    [InlineData("members")]
    [InlineData("candidates")]
    public async Task Nothing_is_decided_while_an_owner_is_away(string owner)
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("waiting");
        var entered = Position(selection, "FRA", Stance.Supports);
        entered.RequestId = "entered";
        var answer = await services.Consensus.RecordPositionAsync(entered);
        await services.StopAsync(owner);

        // The state may be on the roster by now: whether it is not, only its owner can say.
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await services.Consensus.RecordPositionAsync(Position(selection, "SWE", Stance.Supports)));
        var info = refused.GetRpcStatus()!.GetDetail<ErrorInfo>();
        Assert.Equal((StatusCode.Unavailable, "OWNER_UNAVAILABLE", owner), (refused.StatusCode, info.Reason, info.Metadata["service"]));
        Assert.Equal(2, (await services.Consensus.GetSelectionAsync(new() { Selection = selection })).Selection.Revision);

        // What needs no owner goes on: a repeated request is answered again, and a request that is wrong by itself is told so.
        Assert.Equal(answer, await services.Consensus.RecordPositionAsync(entered));
        var wrong = await Assert.ThrowsAsync<RpcException>(async () => await services.Consensus.RecordPositionAsync(new() { Selection = selection }));
        Assert.Equal((StatusCode.InvalidArgument, 6), (wrong.StatusCode, wrong.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations.Count));
    }

    [Fact]
    public async Task An_owner_that_comes_back_is_asked_again()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("back");
        await services.StopAsync("members");
        await Assert.ThrowsAsync<RpcException>(() => services.StandingAsync(selection));
        await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync);
        Assert.Equal(3, (await services.StandingAsync(selection)).ElectorateSize);
    }

    [Fact]
    public async Task A_standing_rests_on_the_three_records_that_its_token_names()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("token");
        var reply = await services.Consensus.GetStandingAsync(new() { Selection = selection, Candidate = Rutte });
        var token = RevisionToken.Parse(reply.RevisionToken)!;
        Assert.Equal([$"selection/{selection}", $"slate/{SecretaryGeneral}", "roster"], token.Revisions.Select(r => r.Stream));
        Assert.Equal(reply.Standing, await services.StandingAsync(selection, r => (r.AsOf, r.AtLeastAsFresh) = (null, reply.RevisionToken)));

        foreach (var (stream, revision) in token.Revisions)
        {
            var later = RevisionToken.Of(stream, revision + 1).ToString();
            var refused = await Assert.ThrowsAsync<RpcException>(() => services.StandingAsync(selection, r => r.AtLeastAsFresh = later));
            Assert.Equal((StatusCode.OutOfRange, "REVISION_NOT_REACHED"), (refused.StatusCode, refused.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason));
        }
    }

    [Fact]
    public async Task A_member_is_called_what_it_was_called_on_the_day_of_the_reading()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("names");
        services.Clock.Advance(TimeSpan.FromDays(30));
        await services.Members.UpdateMemberAsync(new() { Code = "FRA", DisplayName = "Gaul" });
        Assert.Equal("France", (await services.StandingAsync(selection)).Members[0].DisplayName);
        Assert.Equal("Gaul", (await services.StandingAsync(selection, r => r.AsOf = null)).Members[0].DisplayName);
    }

    [Fact]
    public async Task The_rosters_revision_is_that_of_the_moment_of_knowledge()
    {
        await using var services = new ConsensusFixture();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("then");
        var then = services.Clock.GetUtcNow();
        var before = await services.StandingAsync(selection);
        services.Clock.Advance(TimeSpan.FromDays(1));
        await services.Members.UpdateMemberAsync(new() { Code = "FRA", DisplayName = "Gaul" });
        var asKnown = await services.StandingAsync(selection, r => r.KnownAt = then.ToTimestamp());
        Assert.Null(before.KnownAt);
        Assert.Equal((before.RosterRevision, then), (asKnown.RosterRevision, asKnown.KnownAt.ToDateTimeOffset()));
        Assert.Equal(before.RosterRevision + 1, (await services.StandingAsync(selection)).RosterRevision);
    }
}
