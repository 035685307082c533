using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NatoServices.Aggregates;
using NatoServices.Journal;
using NatoServices.ServiceDefaults;

namespace NatoServices.Services.Tests.Hosting;

/// <summary>Due work in a running service: entered by a ledger, done by a handler that writes to the same ledger.</summary>
public sealed class DueWorkTests
{
    [Fact]
    public async Task Work_that_is_due_at_once_is_done_at_once()
    {
        const int Rounds = 20;
        var folder = Directory.CreateTempSubdirectory("nato-services-");
        var app = await CreateAsync($"Data Source={Path.Combine(folder.FullName, "journal.db")}");
        await using (app)
        {
            await app.StartAsync();
            var ledger = app.Services.GetRequiredService<AggregateStore<Talk, Said>>();
            for (var round = 1; round <= Rounds; round++)
            {
                await ledger.WriteAsync("s", new("ann"), (_, _) => new Said("question"));
                // The clock stands still: a worker that isn't woken would never look again.
                await Waiting.UntilAsync(() => ledger.LoadAsync("s").AsTask(), loaded => loaded.State.Answers >= round);
            }
            await app.StopAsync();
        }
        folder.Delete(recursive: true);
    }

    private static async Task<WebApplication> CreateAsync(string journal)
    {
        var builder = WebApplication.CreateBuilder(
            [$"--ConnectionStrings:journal={journal}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider()).AddSingleton(Timings.Default);
        await builder.AddJournalAsync();
        var json = new TalkJson(EventCodec.Options);
        builder.Services.AddAggregateStore(
            new EventCodec<Said>(json, typeof(Said)), json.Talk, "talk-v1", new Talk(0),
            (before, entry) => new(before.Answers + (entry.Event.Text is "answer" ? 1 : 0)),
            _ => (said, revision, now) => said.Text is "question" ? [new("answer", now, $"{revision}")] : []);
        builder.Services.AddDueWork(provider =>
        {
            var ledger = provider.GetRequiredService<AggregateStore<Talk, Said>>();
            return async (work, ending) =>
                new DueOutcome.Done(await ledger.ProposeAsync(work.Stream, "clock", (_, _) => new Said("answer"), ending));
        });
        return builder.Build();
    }
}

internal sealed record Talk(int Answers);

internal sealed record Said(string Text);

[JsonSerializable(typeof(Talk))]
[JsonSerializable(typeof(Said))]
internal sealed partial class TalkJson : JsonSerializerContext;
