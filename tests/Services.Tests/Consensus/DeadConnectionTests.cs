using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Nato.Consensus.V1;
using Nato.Members.V1;
using NatoServices.Journal;
using NatoServices.Members;
using NatoServices.Services.Tests.Hosting;
using Npgsql;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Hosting.Story;

namespace NatoServices.Services.Tests.Consensus;

/// <summary>Machines that go away without a word: no connection is closed, no attempt is refused, nothing comes back.</summary>
public sealed class DeadConnectionTests
{
    private const string AnyPort = "http://127.0.0.1:0";

    [Fact]
    public async Task A_connection_that_has_gone_dead_is_replaced()
    {
        await using var services = new Behind();
        await services.InitializeAsync();
        var selection = await services.OpenAsync("dead-connection");
        Assert.Equal(3, (await services.StandingAsync(selection)).ElectorateSize);
        await services.Members.AccedeMemberAsync(new() { Code = "SWE", Date = On(2024, 2, 22) });

        services.Line.Break();

        // Only Members knows that it is a member by now.
        await services.Consensus.RecordPositionAsync(Position(selection, "SWE", Stance.Supports));
    }

    [Fact]
    public async Task Where_one_address_of_a_service_answers_no_attempt_another_is_used()
    {
        using var dead = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        dead.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        dead.Listen(0);
        // It takes one that nobody attends to; those who come after it get no answer.
        using var waiting = new TcpClient();
        await waiting.ConnectAsync((IPEndPoint)dead.LocalEndPoint!);
        await using var services = new Behind($"http://{dead.LocalEndPoint}");
        await services.InitializeAsync();
        var selection = await services.OpenAsync("dead-address");

        foreach (var day in (int[])[1, 2, 3, 4])
            Assert.Equal(3, (await services.StandingAsync(selection, r => (r.AsOf, r.FullyConsistent) = (On(2024, 2, day), true))).ElectorateSize);
    }

    [DeployedFact]
    public async Task A_database_is_waited_for_once_and_not_long()
    {
        var server = Environment.GetEnvironmentVariable(DeployedFactAttribute.Postgres)!;
        var journal = new NpgsqlConnectionStringBuilder(server) { Database = $"dead_{Guid.NewGuid():N}" };
        var target = new Uri($"http://{journal.Host}:{journal.Port}");
        await using var line = new Line(() => target);
        (journal.Host, journal.Port) = (new Uri(line.Address).Host, new Uri(line.Address).Port);
        await Journals.CreateAsync(journal.ToString());
        await using (var members = await Hosted.StartAsync(MembersApp.CreateAsync, journal.ToString(), AnyPort, AnyPort, [], _ => { }))
        {
            var client = new Nato.Members.V1.Members.MembersClient(members.Channel);
            await client.InviteMemberAsync(Invitation("FRA"));

            line.Break();

            // The driver by itself would wait for half a minute.
            var unavailable = await Assert.ThrowsAsync<RpcException>(
                () => client.InviteMemberAsync(Invitation("POL"), deadline: DateTime.UtcNow.AddSeconds(27)).ResponseAsync);
            Assert.Equal(StatusCode.Unavailable, unavailable.StatusCode);
            await client.InviteMemberAsync(Invitation("POL"));
        }
        await using var cleaning = NpgsqlDataSource.Create(server);
        await using var drop = cleaning.CreateCommand($"DROP DATABASE {journal.Database} WITH (FORCE)");
        await drop.ExecuteNonQueryAsync();

        static InviteMemberRequest Invitation(string code) => new() { Code = code, DisplayName = code, InvitedOn = On(1949, 4, 4), Source = Source };
    }

    /// <summary>Members is reached by a line, or at another address.</summary>
    private sealed class Behind : ConsensusFixture
    {
        private readonly string? other;

        public Behind(string? other = null)
        {
            this.other = other;
            Line = new(() => new(this["members"].GrpcAddress));
        }

        public Line Line { get; }

        protected override IEnumerable<string> Settings =>
            [
                $"--services:members:grpc:0={Line.Address}", "--Timings:PingAnswer=00:00:02", "--Timings:Connect=00:00:01", .. other is null ? [] : (string[])[$"--services:members:grpc:1={other}"],
            ];

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Line.DisposeAsync();
        }
    }
}
