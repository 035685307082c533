using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using NatoServices.Candidates;
using NatoServices.Members;
using NatoServices.ServiceDefaults;
using NatoServices.Services.Tests.Hosting;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Telemetry;

/// <summary>What an operator is told: few lines, and each once.</summary>
public sealed class OperatorTests
{
    [Fact]
    public async Task That_an_owner_is_lost_and_back_is_told_once_each_however_many_calls_notice()
    {
        await using var services = await ServiceFixture.StartAsync();
        await services.JoinAsync("FIN", "Finland", On(2023, 4, 4));
        await services.OpenVacancyAsync();
        using var notes = await NotedAsync(services, CandidatesApp.Identity, CandidatesApp.CreateAsync);
        await services.StopAsync("members");
        for (var n = 0; n < 3; n++)
            await Assert.ThrowsAsync<RpcException>(async () => await services.Candidates.RegisterCandidateAsync(
                new() { Vacancy = SecretaryGeneral, Name = "Bo", Nationality = "FIN" }));
        await services.HostAsync(MembersApp.Identity, MembersApp.CreateAsync);
        foreach (var name in (string[])["Bo", "Cy"])
            await services.Candidates.RegisterCandidateAsync(new() { Vacancy = SecretaryGeneral, Name = name, Nationality = "FIN" });

        Assert.Equal(
            ["Warning: Lost: members: it does not answer", "Information: Back: members answers again."],
            notes.Lines.Where(line => line.Contains("members", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task That_the_journal_is_lost_and_back_is_told_once_each_also_if_nobody_calls_again()
    {
        await using var services = await ServiceFixture.StartAsync();
        using var notes = await NotedAsync(services, MembersApp.Identity, (args, configure) => MembersApp.CreateAsync(
            [.. args, $"--ConnectionStrings:journal={services.JournalOf(MembersApp.Identity)};Default Timeout=1"], configure));
        await using var other = new SqliteConnection(services.JournalOf(MembersApp.Identity));
        await other.OpenAsync();
        await using (other.BeginTransaction(deferred: false))
            for (var n = 0; n < 2; n++)
            {
                var refused = await Assert.ThrowsAsync<RpcException>(async () => await services.Members.InviteMemberAsync(
                    new() { Code = "FIN", DisplayName = "Finland" }));
                Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
            }
        await services.UntilAsync(() => Task.FromResult(notes.Lines), lines => lines.Any(line => line.Contains("Back: ", StringComparison.Ordinal)));

        var told = notes.Lines.Where(line => line.Contains(": journal", StringComparison.Ordinal) || line.Contains("The journal", StringComparison.Ordinal))
            .Where(line => !line.Contains("started", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, told.Count);
        Assert.Contains("another process has kept it locked for too long", told[0], StringComparison.Ordinal);
        Assert.Equal("Information: Back: journal answers again.", told[1]);
    }

    [Fact]
    public async Task Start_and_end_are_told_with_what_the_service_is_made_of()
    {
        await using var services = await ServiceFixture.StartAsync();
        using var notes = await NotedAsync(services, MembersApp.Identity, MembersApp.CreateAsync);
        var address = services["members"].GrpcAddress;
        await services["members"].StopAsync();

        Assert.Equal(
            ["Information: Members is stopping: 0 calls under way are finished, 0 watches end.", "Information: Members has stopped."],
            notes.Lines.Skip(1));
        var started = notes.Lines.First();
        Assert.StartsWith("Information: Members 0.1.0", started, StringComparison.Ordinal);
        Assert.Contains(address, started, StringComparison.Ordinal);
        Assert.EndsWith("; journal: SQLite; cache: none.", started, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;Database=record;Username=u;Password=secret", "PostgreSQL database record at db:5432")]
    [InlineData("postgres://u:secret@db:6000/record", "PostgreSQL database record at db:6000")]
    [InlineData("Data Source=/home/somebody/record.db", "SQLite")]
    public void A_journal_is_described_without_what_is_secret(string connectionString, string expected) =>
        Assert.Equal(expected, NatoServices.Journal.Journals.Describe(connectionString));

    private static async Task<Notes> NotedAsync(ServiceFixture services, ServiceIdentity service, Create create)
    {
        var notes = new Notes();
        await services.StopAsync(service.Name);
        await services.HostAsync(
            service, create, builder => builder.Logging.AddProvider(notes).AddFilter<Notes>("NatoServices", LogLevel.Information));
        return notes;
    }
}
