using Microsoft.Extensions.Time.Testing;
using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

/// <summary>What the journal promises, whatever the engine. Each part has a file of its own.</summary>
public abstract partial class JournalAcceptance(Engine engine) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2024, 2, 22, 9, 30, 0, TimeSpan.Zero);

    private readonly List<IJournal> opened = [];

    private string database = "";

    protected FakeTimeProvider Clock { get; } = new(Start);

    protected IJournal Journal { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        database = await engine.NewDatabaseAsync();
        Journal = await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var journal in opened) await journal.DisposeAsync();
    }

    /// <summary>Another instance on the same database, as another process would have it.</summary>
    protected async Task<IJournal> OpenAsync()
    {
        var journal = await Journals.OpenAsync(database, Clock);
        opened.Add(journal);
        return journal;
    }

    /// <summary>Changes what is stored behind the journal's back.</summary>
    protected Task TamperAsync(string sql) => engine.ExecuteAsync(database, sql);

    protected static Append One(string stream, long expected, string? request = null, string body = "{}") =>
        new(stream, expected, [new("Noted", body)], "a", request is null ? null : Request(request));

    protected static RequestKey Request(string id) => new(id, new byte[] { 1, 2, 3 });

    protected static async Task<Appended.Committed> CommitAsync(IJournal journal, Append append) =>
        Assert.IsType<Appended.Committed>(await journal.AppendAsync(append));

    protected static async Task<List<JournalEntry>> ReadAllAsync(
        IJournal journal, string stream, long after = 0, long upTo = long.MaxValue)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in journal.ReadAsync(stream, after, upTo)) entries.Add(entry);
        return entries;
    }

    /// <summary>Appends, deciding again as often as somebody else was faster.</summary>
    protected static async Task<JournalEntry> InsistAsync(IJournal journal, string stream, string body)
    {
        for (var expected = 0L; ;)
        {
            switch (await journal.AppendAsync(One(stream, expected, body: body)))
            {
                case Appended.Committed committed: return committed.Entries[^1];
                case Appended.Moved moved: expected = moved.Revision; break;
            }
        }
    }

    protected static async Task AssertChainAsync(IJournal journal, string stream, long revision)
    {
        var check = await HashChain.VerifyAsync(stream, journal.ReadAsync(stream));
        Assert.Null(check.FirstBroken);
        Assert.Equal(revision, check.Revision);
        Assert.Equal(revision == 0 ? [] : check.Hash.ToArray(), (await journal.HeadAsync(stream)).Hash.ToArray());
    }
}

public sealed class SqliteJournalTests(SqliteEngine engine) : JournalAcceptance(engine), IClassFixture<SqliteEngine>;

[NeedsPostgres]
public sealed class PostgresJournalTests(PostgresEngine engine) : JournalAcceptance(engine), IClassFixture<PostgresEngine>;
