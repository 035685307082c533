using CsCheck;
using NatoServices.Journal.Tests.Engines;

namespace NatoServices.Journal.Tests.Acceptance;

public abstract partial class JournalAcceptance
{
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 2], Gen.Int[-1, 1], Gen.Int[1, 3], Gen.Int[0, 6], Gen.String[Gen.Char['a', '~'], 0, 5], Gen.Int[0, 6], Gen.Int[0, 6],
        (stream, off, count, request, body, after, upTo) => new Step(stream, off, count, request > 3 ? null : $"r{request}", body, after, upTo));

    private int samples;

    [EngineFact]
    public async Task It_does_what_a_list_in_memory_does() =>
        await Steps.Array[1, 25].SampleAsync(FollowsModelAsync, iter: 40, threads: 2);

    private async Task FollowsModelAsync(Step[] steps)
    {
        var sample = Interlocked.Increment(ref samples);
        var model = new Dictionary<string, List<(string Body, string? Request)>>();
        foreach (var step in steps)
        {
            var stream = $"{sample}/{step.Stream}";
            if (!model.TryGetValue(stream, out var list)) list = [];
            var expected = Math.Max(0, list.Count + (step.Off == 0 || list.Count % 3 == 0 ? 0 : step.Off));
            NewEntry[] entries = [.. Enumerable.Range(0, step.Count).Select(n => new NewEntry("K", $"{step.Body}{n}"))];
            var request = step.Request is null ? null : Request(step.Request);
            switch (await Journal.AppendAsync(new(stream, expected, entries, "a", request)))
            {
                case Appended.RequestKnown known:
                    Assert.NotNull(step.Request);
                    Assert.Equal(list.FindIndex(e => e.Request == step.Request) + 1, known.Last.Revision);
                    break;
                case Appended.Moved moved:
                    Assert.DoesNotContain(list, e => e.Request is not null && e.Request == step.Request);
                    Assert.NotEqual(expected, list.Count);
                    Assert.Equal(list.Count, moved.Revision);
                    break;
                case Appended.Committed committed:
                    Assert.DoesNotContain(list, e => e.Request is not null && e.Request == step.Request);
                    Assert.Equal(expected, list.Count);
                    list.AddRange(entries.Select((e, n) => (e.Body, n == entries.Length - 1 ? step.Request : null)));
                    model[stream] = list;
                    Assert.Equal(list.Count, committed.Entries[^1].Revision);
                    break;
            }

            var read = await ReadAllAsync(Journal, stream, step.After, step.UpTo);
            Assert.Equal(list.Take(step.UpTo).Skip(step.After), read.Select(e => (e.Body, e.Request?.Id)));
            Assert.Equal(list.Count, (await Journal.HeadAsync(stream)).Revision);
        }
        Assert.Equal(model.Keys.Order(StringComparer.Ordinal), await Journal.ListStreamsAsync($"{sample}/", "", 10));
        foreach (var (stream, list) in model) await AssertChainAsync(Journal, stream, list.Count);
    }

    private sealed record Step(int Stream, int Off, int Count, string? Request, string Body, int After, int UpTo);
}
