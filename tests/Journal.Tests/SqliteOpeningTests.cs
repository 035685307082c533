using Microsoft.Data.Sqlite;

namespace NatoServices.Journal.Tests;

public sealed class SqliteOpeningTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("journal-").FullName;

    private string FilePath => Path.Combine(directory, "journal.db");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task The_directory_is_created_if_absent()
    {
        var file = Path.Combine(directory, "a", "b", "journal.db");
        await using (await OpenAsync(file)) Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        await File.WriteAllBytesAsync(FilePath, [.. Enumerable.Range(0, 100_000).Select(n => (byte)((n * 31) + (n >> 3)))]);
        await AssertUnavailableAsync(FilePath, "is not a SQLite database");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    public async Task A_database_with_an_overwritten_page_is_named(int page)
    {
        await using (var journal = await OpenAsync(FilePath))
            await journal.AppendAsync(new("s", 0, [.. Enumerable.Range(0, 2000).Select(n => new NewEntry("K", new string('x', 100)))], "a"));
        await using (var file = File.OpenWrite(FilePath))
        {
            file.Position = page * 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, 4096).ToArray());
        }
        await AssertUnavailableAsync(FilePath, "is damaged");
    }

    [Fact]
    public async Task A_path_below_a_file_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(directory, "file"), "");
        await AssertUnavailableAsync(Path.Combine(directory, "file", "journal.db"), "cannot be used");
    }

    [Fact]
    public Task A_directory_in_place_of_the_file_is_named() => AssertUnavailableAsync(directory, "cannot be opened");

    [Fact]
    public async Task A_file_that_another_process_keeps_locked_is_named_and_usable_again_afterwards()
    {
        await using var journal = await Journals.OpenAsync($"Data Source={FilePath};Default Timeout=1", TimeProvider.System);
        await using var other = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        await other.OpenAsync();
        await using (other.BeginTransaction(deferred: false))
        {
            var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(new("s", 0, [new("K", "{}")], "a")));
            AssertSays(failure, FilePath, "locked");
        }
        Assert.IsType<Appended.Committed>(await journal.AppendAsync(new("s", 0, [new("K", "{}")], "a")));
    }

    [Fact]
    public async Task What_waits_when_it_is_closed_is_carried_out_and_later_calls_are_told()
    {
        var journal = await OpenAsync(FilePath);
        var waiting = Enumerable.Range(0, 500).Select(n => journal.AppendAsync(new($"s{n}", 0, [new("K", "{}")], "a"))).ToArray();
        await journal.DisposeAsync();
        Assert.All(await Task.WhenAll(waiting), a => Assert.IsType<Appended.Committed>(a));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.AppendAsync(new("s", 0, [new("K", "{}")], "a")));
    }

    [Fact]
    public async Task A_log_that_a_reader_let_grow_shrinks_again()
    {
        const int Acceptable = 17 << 20;
        await using var journal = await OpenAsync(FilePath);
        var revision = 0L;
        await using (var reader = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            await reader.OpenAsync();
            await using var reading = reader.BeginTransaction(deferred: true);
            await using var query = reader.CreateCommand();
            (query.CommandText, query.Transaction) = ("SELECT count(*) FROM entries", reading);
            await query.ExecuteScalarAsync();
            for (; Log() <= Acceptable; revision++) await AppendAsync(revision, new string('x', 1 << 20));
        }
        // It begins anew once all of it is in the database, which takes a commit or two to come about.
        for (var n = 0; n < 5 && Log() > Acceptable; n++) await AppendAsync(revision++, "{}");
        Assert.InRange(Log(), 1, Acceptable);

        long Log() => new FileInfo(FilePath + "-wal").Length;

        async Task AppendAsync(long expected, string body) =>
            Assert.IsType<Appended.Committed>(await journal.AppendAsync(new("s", expected, [new("K", body)], "a")));
    }

    [Fact]
    public async Task One_whose_schema_is_up_to_date_is_opened_while_another_process_writes()
    {
        await using (await OpenAsync(FilePath))
        await using (var other = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            await other.OpenAsync();
            await using var writing = other.BeginTransaction(deferred: false);
            await using var journal = await Journals.OpenAsync($"Data Source={FilePath};Default Timeout=1", TimeProvider.System);
            Assert.Equal(0, (await journal.HeadAsync("s")).Revision);
        }
    }

    private static Task<IJournal> OpenAsync(string file) => Journals.OpenAsync($"Data Source={file}", TimeProvider.System);

    private static async Task AssertUnavailableAsync(string file, string reason) =>
        AssertSays(await Assert.ThrowsAsync<JournalUnavailableException>(() => OpenAsync(file)), file, reason);

    private static void AssertSays(JournalUnavailableException failure, string file, string reason)
    {
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
