using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NatoServices.Aggregates;
using NatoServices.Domain;
using NatoServices.Journal.Tests.Engines;
using NatoServices.ServiceDefaults;

namespace NatoServices.Journal.Tests.Ledgers;

/// <summary>
/// Writers of two processes on one stream, at the same time, each deciding on what is not in the record yet: whatever fails, is given
/// up, repeated or too late, each entry was decided on exactly what stands before it, and who was answered finds it there.
/// </summary>
public abstract class WritingLaws(Engine engine) : IAsyncLifetime
{
    private static readonly Gen<Plan> Plans = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 60],
        (fails, givesUp, repeats, hurries, limit) => new Plan(fails == 0, givesUp == 0, repeats < 4, hurries < 3, limit));

    private readonly FakeTimeProvider clock = new(new(2024, 2, 22, 9, 30, 0, TimeSpan.Zero));

    private readonly List<WatchedJournal> processes = [];

    private int samples;

    public async Task InitializeAsync()
    {
        var database = await engine.NewDatabaseAsync();
        for (var n = 0; n < 2; n++) processes.Add(new(await Journals.OpenAsync(database, clock)));
    }

    public async Task DisposeAsync()
    {
        foreach (var process in processes) await process.DisposeAsync();
    }

    [EngineFact]
    public async Task Each_entry_was_decided_on_what_stands_before_it_and_nobody_is_told_otherwise() =>
        await Plans.Array[1, 60].SampleAsync(HoldsAsync, iter: 40, threads: 1);

    private async Task HoldsAsync(Plan[] plans)
    {
        var stream = $"s{++samples}";
        var ledgers = processes.Select(LedgerOf).ToList();
        var answers = await Task.WhenAll(plans.Select((plan, n) => Task.Run(() => WriteAsync(ledgers[n % 2], stream, plan, n))));

        var by = new List<string>();
        await foreach (var entry in processes[0].ReadAsync(stream)) by.Add(entry.Request!.Id);
        var last = (await LedgerOf(processes[0]).LoadAsync(stream)).State;
        Assert.True(last.IsTrue, "An entry was decided on something else than what stands before it.");
        Assert.Equal(by.Count, by.Distinct().Count());
        foreach (var (plan, n) in plans.Select((plan, n) => (plan, n)))
            switch (answers[n])
            {
                case Snapshot<Witness> written:
                    Assert.Equal((IdOf(plan, n), true), (by[(int)written.Revision - 1], written.State.IsTrue));
                    Assert.Equal((written.Revision, IdOf(plan, n)), (written.State.Entries, written.State.Last));
                    break;
                case Full full:
                    Assert.True(by.Count >= full.Limit, $"Refused with {by.Count} entries though the limit is {full.Limit}.");
                    break;
                case JournalUnavailableException:
                    Assert.True(plan.Fails);
                    break;
                case OperationCanceledException:
                    Assert.True(plan.GivesUp);
                    break;
                default:
                    Assert.Fail($"{answers[n]}");
                    break;
            }
    }

    /// <summary>Several come with the same request.</summary>
    private static string IdOf(Plan plan, int n) => plan.Repeats ? $"r{n % 3}" : $"w{n}";

    private async Task<object> WriteAsync(AggregateStore<Witness, IStatement> ledger, string stream, Plan plan, int n)
    {
        var id = IdOf(plan, n);
        using var cancellation = new CancellationTokenSource();
        try
        {
            var actor = plan.Fails ? WatchedJournal.Failing : "ann";
            var writing = ledger.EnterAsync(stream, new(actor, new(id, new byte[] { 1 })), (state, now) =>
            {
                // The clock is set back and forth meanwhile.
                clock.AdjustTime(now.AddMicroseconds((n % 3) - 1));
                return state.State(id, plan.Hurries ? now.AddMicroseconds(2) : null, plan.Limit < 20 ? plan.Limit : int.MaxValue);
            }, cancellation.Token);
            if (plan.GivesUp) await cancellation.CancelAsync();
            return await writing.WaitAsync(Waiting.Longest);
        }
        catch (RefusalException refused)
        {
            return refused.Refusal;
        }
        catch (Exception failed)
        {
            return failed;
        }
    }

    private AggregateStore<Witness, IStatement> LedgerOf(WatchedJournal journal)
    {
        var json = new WitnessJson(EventCodec.Options);
        return new(
            journal, new EventCodec<IStatement>(json, typeof(Saw)), new SnapshotCache<Witness>(Caches.Of(null), json.Witness, "witness-v1", Timings.Default),
            new StreamVersions(new NoAnnouncements(), clock, Timings.Default), clock, Witness.Nothing, Witness.Apply);
    }

    private sealed record Plan(bool Fails, bool GivesUp, bool Repeats, bool Hurries, int Limit);
}

public sealed class SqliteWritingLaws(SqliteEngine engine) : WritingLaws(engine), IClassFixture<SqliteEngine>;

[NeedsPostgres]
public sealed class PostgresWritingLaws(PostgresEngine engine) : WritingLaws(engine), IClassFixture<PostgresEngine>;
