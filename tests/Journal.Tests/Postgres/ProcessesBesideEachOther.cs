using NatoServices.Journal.Postgres;
using NatoServices.Journal.Tests.Engines;
using Npgsql;

namespace NatoServices.Journal.Tests.Postgres;

/// <summary>Several processes write to one database, also of the version before: nothing is lost, and they never wait for each other.</summary>
[NeedsPostgres]
public sealed class ProcessesBesideEachOther(PostgresEngine engine) : IClassFixture<PostgresEngine>
{
    private const int Streams = 6;

    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    [EngineFact]
    public async Task This_version_and_the_one_before_write_beside_each_other()
    {
        const int Each = 25;
        var database = await engine.NewDatabaseAsync();
        await using (var journal = await Journals.OpenAsync(database, TimeProvider.System))
        await using (var source = NpgsqlDataSource.Create(database))
        {
            var former = new FormerVersion(source);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
            {
                for (var m = 0; m < Each; m++)
                {
                    var stream = $"s{(n + m) % Streams}";
                    if (n % 2 == 0) await former.InsistAsync(stream, $"\"{n}/{m}\"");
                    else await InsistAsync(journal, stream, $"\"{n}/{m}\"");
                }
            })));
            await AssertAllAsync(journal, 8 * Each);
            Assert.Equal(8 * Each, (await journal.LeaseDueAsync(Lease, 1000)).Count);
        }
        await AssertNoDeadlocksAsync(database);
    }

    [EngineFact]
    public async Task This_version_and_the_one_before_complete_work_beside_each_other()
    {
        var database = await engine.NewDatabaseAsync();
        await using (var journal = await Journals.OpenAsync(database, TimeProvider.System))
        await using (var source = NpgsqlDataSource.Create(database))
        {
            var former = new FormerVersion(source);
            var works = await TakeAsync(journal, 60);
            // Both want each piece, in opposite orders, and enter its outcome on a stream that the other writes to as well.
            var byFormer = Enumerable.Range(0, 3).Select(n => Task.Run(async () =>
            {
                var completed = 0;
                foreach (var work in works.Where((_, i) => i % 3 == n).Reverse())
                    if (await former.CompleteAsync(work, $"s{work.Id[^1] % Streams}", $"\"former {work.Id}\"")) completed++;
                return completed;
            }));
            var byThis = works.Select(work => Task.Run(() => CompleteAsync(journal, work, $"s{(work.Id[^1] + 1) % Streams}")));
            var completed = (await Task.WhenAll(byFormer)).Sum() + (await Task.WhenAll(byThis)).Count(done => done);
            Assert.Equal(works.Count, completed);
            await AssertAllAsync(journal, works.Count);
        }
        await AssertNoDeadlocksAsync(database);
    }

    [EngineFact]
    public async Task Processes_that_are_called_in_opposite_orders_lock_in_one_order()
    {
        var database = await engine.NewDatabaseAsync();
        await using (var one = await Journals.OpenAsync(database, TimeProvider.System))
        await using (var other = await Journals.OpenAsync(database, TimeProvider.System))
        await using (var source = NpgsqlDataSource.Create(database))
        await using (var holding = await source.OpenConnectionAsync())
        {
            await ChangeLocksAsync(holding, "pg_advisory_lock", "gate one", "gate other", "m");
            Task<Appended>[] gates = [AppendAsync(one, "gate one"), AppendAsync(other, "gate other")];
            await WaitingAsync(source, 2);
            // Each gathers a group behind what waits.
            var byOne = ((string[])["a", "m", "z"]).Select(stream => AppendAsync(one, stream)).ToList();
            var byOther = ((string[])["z", "m", "a"]).Select(stream => AppendAsync(other, stream)).ToList();
            await ChangeLocksAsync(holding, "pg_advisory_unlock", "gate one", "gate other");
            await Task.WhenAll(gates);
            await WaitingAsync(source, 2);
            await ChangeLocksAsync(holding, "pg_advisory_unlock", "m");

            var (outcomes, others) = (await Task.WhenAll(byOne), await Task.WhenAll(byOther));
            Assert.Equal(3, outcomes.Concat(others).Count(outcome => outcome is Appended.Committed));
            Assert.Equal(3, outcomes.Concat(others).Count(outcome => outcome is Appended.Moved { Revision: 1 }));
        }
        await AssertNoDeadlocksAsync(database);
    }

    [EngineFact]
    public async Task Processes_that_want_the_same_in_opposite_orders_take_turns()
    {
        const int Rounds = 15;
        var database = await engine.NewDatabaseAsync();
        await using (var one = await Journals.OpenAsync(database, TimeProvider.System))
        await using (var other = await Journals.OpenAsync(database, TimeProvider.System))
        {
            for (var round = 0; round < Rounds; round++)
            {
                var works = await TakeAsync(one, 12);
                var before = await RevisionsAsync(one);
                var completing = works.Select(work => CompleteAsync(one, work, $"s{work.Id[^1] % Streams}"))
                    .Concat(works.Reverse().Select(work => CompleteAsync(other, work, $"s{(work.Id[^1] + 3) % Streams}"))).ToList();
                var appending = Enumerable.Range(0, Streams).Select(n => InsistAsync(one, $"s{n}", "\"one\""))
                    .Concat(Enumerable.Range(0, Streams).Reverse().Select(n => InsistAsync(other, $"s{n}", "\"other\""))).ToList();
                Assert.Equal(works.Count, (await Task.WhenAll(completing)).Count(done => done));
                await Task.WhenAll(appending);
                Assert.Equal(before + works.Count + (2 * Streams), await RevisionsAsync(other));
            }
            for (var n = 0; n < Streams; n++) Assert.Null((await HashChain.VerifyAsync($"s{n}", one.ReadAsync($"s{n}"))).FirstBroken);
        }
        await AssertNoDeadlocksAsync(database);
    }

    private static Task<Appended> AppendAsync(IJournal journal, string stream) => journal.AppendAsync(new(stream, 0, [new("K", "{}")], "this"));

    /// <summary>Locks of streams as a process that writes to them has them, or lets go of them.</summary>
    private static async Task ChangeLocksAsync(NpgsqlConnection connection, string change, params string[] streams)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {change}(hashtextextended(s, {WriterSql.LockSpace})) FROM unnest($1) AS s", connection);
        command.Parameters.Add(new() { Value = streams });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns when so many wait for a stream.</summary>
    private static async Task WaitingAsync(NpgsqlDataSource source, long many)
    {
        await using var waiting = source.CreateCommand(
            """
            SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
            WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted
            """);
        while (await waiting.ExecuteScalarAsync() is not long now || now != many) await Task.Yield();
    }

    private static async Task InsistAsync(IJournal journal, string stream, string body)
    {
        for (var expected = (await journal.HeadAsync(stream)).Revision; ;)
        {
            var append = new Append(stream, expected, [new("K", body)], "this") { Due = [new("k", DateTimeOffset.UnixEpoch, "")] };
            if (await journal.AppendAsync(append) is not Appended.Moved moved) return;
            expected = moved.Revision;
        }
    }

    private static async Task<bool> CompleteAsync(IJournal journal, DueWork work, string stream)
    {
        for (var expected = 0L; ;)
        {
            switch (await journal.CompleteAsync(work, new(stream, expected, [new("K", $"\"this {work.Id}\"")], "this")))
            {
                case Appended.Moved moved:
                    expected = moved.Revision;
                    break;
                case var appended:
                    return appended is Appended.Committed;
            }
        }
    }

    private static async Task<IReadOnlyList<DueWork>> TakeAsync(IJournal journal, int many)
    {
        var head = await journal.HeadAsync("cause");
        NewDueWork[] due = [.. Enumerable.Range(0, many).Select(_ => new NewDueWork("k", DateTimeOffset.UnixEpoch, ""))];
        await journal.AppendAsync(new("cause", head.Revision, [new("K", "{}")], "this") { Due = due });
        return [.. (await journal.LeaseDueAsync(Lease, 10_000)).Where(work => work.Stream == "cause")];
    }

    private static async Task<long> RevisionsAsync(IJournal journal)
    {
        var sum = 0L;
        for (var n = 0; n < Streams; n++) sum += (await journal.HeadAsync($"s{n}")).Revision;
        return sum;
    }

    private static async Task AssertAllAsync(IJournal journal, int many)
    {
        var bodies = new List<string>();
        for (var n = 0; n < Streams; n++)
        {
            Assert.Null((await HashChain.VerifyAsync($"s{n}", journal.ReadAsync($"s{n}"))).FirstBroken);
            await foreach (var entry in journal.ReadAsync($"s{n}")) bodies.Add(entry.Body);
        }
        Assert.Equal((many, many), (bodies.Count, bodies.Distinct().Count()));
    }

    /// <summary>A server tells of deadlocks when the connections that had them are closed.</summary>
    private static async Task AssertNoDeadlocksAsync(string database)
    {
        NpgsqlConnection.ClearAllPools();
        await using var source = NpgsqlDataSource.Create(database);
        await using var others = source.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
        while (await others.ExecuteScalarAsync() is not 0L) await Task.Yield();
        await using var deadlocks = source.CreateCommand("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
        Assert.Equal(0L, await deadlocks.ExecuteScalarAsync());
    }
}
