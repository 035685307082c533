using Google.Rpc;
using Grpc.Core;
using Nato.Consensus.V1;
using NatoServices.Members;
using NatoServices.Words;
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
        await services.StopAsync(owner);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await services.Consensus.RecordPositionAsync(Position(selection, "XXX", Stance.Supports)));
        var info = refused.GetRpcStatus()!.GetDetail<ErrorInfo>();
        Assert.Equal((StatusCode.Unavailable, "OWNER_UNAVAILABLE", owner), (refused.StatusCode, info.Reason, info.Metadata["service"]));
        Assert.Equal(1, (await services.Consensus.GetSelectionAsync(new() { Selection = selection })).Selection.Revision);
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
        Assert.Equal(reply.Standing, await services.StandingAsync(selection, r => (r.AsOf, r.AtLeastAsFresh) = (null, reply.RevisionToken)), Alike);

        foreach (var (stream, revision) in token.Revisions)
        {
            var later = RevisionToken.Of(stream, revision + 1).ToString();
            var refused = await Assert.ThrowsAsync<RpcException>(() => services.StandingAsync(selection, r => r.AtLeastAsFresh = later));
            Assert.Equal((StatusCode.OutOfRange, "REVISION_NOT_REACHED"), (refused.StatusCode, refused.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason));
        }

        static bool Alike(Standing x, Standing y) => x.Counts.Equals(y.Counts) && x.RosterRevision == y.RosterRevision;
    }
}
