using Google.Rpc;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Nato.Candidates.V1;
using NatoServices.Candidates;
using NatoServices.Members;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Wire;

/// <summary>What a caller learns when something is broken, and that nothing is decided then.</summary>
public sealed class TroubleTests
{
    [Fact]
    public async Task Without_Members_nothing_is_decided_that_needs_the_roster_and_all_else_goes_on()
    {
        await using var services = await ServiceFixture.StartAsync();
        await services.JoinAsync("FIN", "Finland", On(2023, 4, 4));
        await services.OpenVacancyAsync();
        await services.RegisterAsync("Ann", "FIN");
        await services.StopAsync("members");

        var request = new RegisterCandidateRequest { Vacancy = SecretaryGeneral, Name = "Bo", Nationality = "FIN", RequestId = "again" };
        var presented = Step("ann", CandidacyStatus.Presented, On(2024, 2, 1));
        presented.PresentedBy = "FIN";
        await AssertAwayAsync(async () => await services.Candidates.RegisterCandidateAsync(request));
        await AssertAwayAsync(async () => await services.Candidates.RecordCandidacyAsync(presented));
        var declared = await services.Candidates.RecordCandidacyAsync(Step("ann", CandidacyStatus.Declared, On(2024)));
        Assert.Equal(CandidacyStatus.Declared, Assert.Single(declared.Candidate.History).Status);
        Assert.Equal("ann", Assert.Single((await services.Candidates.ListCandidatesAsync(new() { Vacancy = SecretaryGeneral })).Candidates).Id);

        await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync);
        Assert.Equal("bo", (await services.Candidates.RegisterCandidateAsync(request)).Candidate.Id);
    }

    [Fact]
    public async Task A_defect_is_INTERNAL_and_keeps_its_text_to_itself()
    {
        await using var services = await ServiceFixture.StartAsync();
        await services.OpenVacancyAsync();
        await services.StopAsync("candidates");
        await services.HostAsync(CandidatesApp.Identity, CandidatesApp.CreateAsync, builder => builder.Services.AddSingleton<TimeProvider>(new BrokenClock()));

        var failed = await Assert.ThrowsAsync<RpcException>(async () => await services.Candidates.GetVacancyAsync(new() { Vacancy = SecretaryGeneral }));

        Assert.Equal(StatusCode.Internal, failed.StatusCode);
        Assert.DoesNotContain(BrokenClock.Secret, failed.ToString(), StringComparison.Ordinal);
        var info = failed.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        Assert.Equal(("INTERNAL", "natoservices"), (info.Reason, info.Domain));
        Assert.NotEmpty(info.Metadata["trace_id"]);
    }

    [Fact]
    public async Task A_database_that_cannot_be_used_is_UNAVAILABLE_and_nothing_is_lost_by_trying_again()
    {
        await using var services = new ImpatientServices();
        await services.InitializeAsync();
        var request = new Nato.Members.V1.InviteMemberRequest { Code = "FIN", DisplayName = "Finland", RequestId = "again" };
        await using var other = new SqliteConnection($"{services.JournalOf(MembersApp.Identity)};Pooling=False");
        await other.OpenAsync();
        await using (other.BeginTransaction(deferred: false))
        {
            var refused = await Refusing.OfAsync(() => services.Members.InviteMemberAsync(request));
            Assert.Equal((StatusCode.Unavailable, "JOURNAL_UNAVAILABLE"), (refused.Status, refused.Reason));
        }
        Assert.Equal("FIN", (await services.Members.InviteMemberAsync(request)).Member.Code);
    }

    private static async Task AssertAwayAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        var info = refused.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        Assert.Equal((StatusCode.Unavailable, "OWNER_UNAVAILABLE", "members"), (refused.StatusCode, info.Reason, info.Metadata["service"]));
    }

    /// <summary>Waits no longer than a second for a locked database.</summary>
    private sealed class ImpatientServices : ServiceFixture
    {
        public override string JournalOf(ServiceIdentity service) => $"{base.JournalOf(service)};Default Timeout=1";
    }

    /// <summary>Fails as soon as a rule asks what time it is.</summary>
    private sealed class BrokenClock : TimeProvider
    {
        public const string Secret = "the password of the clock";

        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException(Secret);
    }
}
