using Google.Protobuf;
using Grpc.Core;

namespace NatoServices.Aggregates;

/// <summary>
/// Histories in pages, so that their size is not limited by the size of a message: how the owner cuts pages, and how a client reads them.
/// A history is a list of items. What a single item lists can be too long for a page, so an item comes in parts.
/// </summary>
public static class HistoryPages
{
    /// <summary>The maximum number of parts on a page.</summary>
    public const int Size = 1000;

    /// <summary>How often to start again when the history has changed between two pages. Histories are written rarely.</summary>
    private const int Attempts = 5;

    /// <summary>Between an item's key and how much of its list a part ends with. It sorts before every character of a key.</summary>
    private const char Ending = '+';

    /// <summary>Cuts an item into parts.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="count">The number of elements in the item's list.</param>
    /// <param name="most">The maximum number of elements in a part; null for the whole item at once.</param>
    /// <param name="part">The part that begins after so many elements, of at most so many.</param>
    public static IEnumerable<HistoryPart<TPage>> PartsOf<TPage>(string key, int count, int? most, Func<int, int, TPage> part)
    {
        var length = most ?? Math.Max(count, 1);
        for (var next = 0; next == 0 || next < count; next += length)
        {
            var from = next;
            yield return new(from + length < count ? $"{key}{Ending}{from + length:D10}" : key, () => part(from, length));
        }
    }

    /// <summary>Whether this is a valid key of a part.</summary>
    public static bool IsKey(string key, Func<string, bool> isItemKey) => key.Split(Ending) switch
    {
        [var item] => isItemKey(item),
        [var item, { Length: 10 } end] => isItemKey(item) && end.All(char.IsAsciiDigit),
        _ => false,
    };

    /// <summary>
    /// Adds the parts of a page to the reply, and returns the token of the next page; empty if there is none. A request without a size, as
    /// from services of earlier versions, gets all parts at once.
    /// </summary>
    /// <param name="reply">The reply.</param>
    /// <param name="all">All parts, ordered by key.</param>
    /// <param name="size">The page size in the request; 0 if it is not set.</param>
    /// <param name="page">The requested page.</param>
    public static string Fill<TPage>(TPage reply, IEnumerable<HistoryPart<TPage>> all, int size, Page page) where TPage : IMessage<TPage>
    {
        var after = size == 0 ? "" : page.After;
        var (last, limit) = (after, new PageLimit(page.Size));
        foreach (var part in all.SkipWhile(part => after is not "" && string.CompareOrdinal(Order(part.Key), Order(after)) <= 0))
        {
            var message = part.Make();
            if (size > 0 && !limit.TryTake(message)) return Page.TokenOf(last);
            reply.MergeFrom(message);
            last = part.Key;
        }
        return "";
    }

    /// <summary>The items of all pages, each whole again: the first part of an item takes in the others.</summary>
    public static IEnumerable<T> Whole<T>(IEnumerable<T> parts, Func<T, string> key) where T : IMessage<T>
    {
        foreach (var item in parts.GroupBy(key))
        {
            var whole = item.First();
            foreach (var part in item.Skip(1)) whole.MergeFrom(part);
            yield return whole;
        }
    }

    /// <summary>Reads all pages of a stream's history, each at the same head.</summary>
    /// <returns>
    /// The history; a null value if there is none. Refused with <see cref="UpstreamUnavailable"/> if the owner does not answer or refuses its
    /// own token, or if the history changes during every attempt.
    /// </returns>
    public static async ValueTask<Answer<Snapshot<TState>?>> ReadAsync<TPage, TState>(
        string service, string stream, Func<string, AsyncUnaryCall<TPage>> ask, Func<TPage, Head> headOf, Func<TPage, string> nextOf,
        Func<IReadOnlyList<TPage>, TState> stateOf) where TPage : class, IMessage
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var pages = new List<TPage>();
            var token = "";
            do
            {
                var outcome = await UpstreamCalls.CallAsync(service, () => ask(token));
                // During a rolling upgrade, a replica of an earlier version may be asked for the next page, and refuses a token that stands
                // within an item. The first page was accepted, so nothing but the token can be invalid. No such replica will answer once the
                // upgrade is over, so the caller can retry.
                if (token is not "" && outcome.Status is StatusCode.InvalidArgument) return new UpstreamUnavailable(service);
                var page = outcome.ToFound();
                if (page.Value is not { } read) return new(null, page.Refusal);
                pages.Add(read);
                token = nextOf(read);
            }
            while (token is not "" && headOf(pages[^1]).Revision == headOf(pages[0]).Revision);
            if (headOf(pages[^1]).Revision != headOf(pages[0]).Revision) continue;
            // Measured before the state is made of them: Whole merges parts, so that a page grows by those of later pages.
            var size = pages.Sum(page => (long)page.CalculateSize());
            return new Snapshot<TState>(stream, headOf(pages[0]), stateOf(pages)) { Size = size };
        }
        return new UpstreamUnavailable(service);
    }

    /// <summary>Sorts the last part of an item after its other parts, and before the next item.</summary>
    private static string Order(string key) => key.Contains(Ending, StringComparison.Ordinal) ? key : $"{key}{(char)(Ending + 1)}";
}

/// <summary>A part of an item of a history.</summary>
/// <param name="Key">The item's key for its last part, which comes last; for the others also how much they end with.</param>
/// <param name="Make">Makes a page that has nothing but this part.</param>
public readonly record struct HistoryPart<TPage>(string Key, Func<TPage> Make);
