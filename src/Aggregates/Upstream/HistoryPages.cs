using Google.Protobuf;
using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>
/// Histories in pages, so that their size is not limited by the size of a message: how the owner cuts pages, and how a client reads them.
/// </summary>
public static class HistoryPages
{
    /// <summary>The maximum number of items on a page.</summary>
    public const int Size = 1000;

    /// <summary>The maximum size of a page, in bytes; a single larger item is a page of its own.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>How often to start again when the history has changed between two pages. Histories are written rarely.</summary>
    private const int Attempts = 5;

    /// <summary>
    /// The items of a page, and the token of the next. A request without a size, as from services of earlier versions, gets all items at
    /// once.
    /// </summary>
    /// <param name="all">All items, ordered by key.</param>
    /// <param name="size">The page size in the request; 0 if it is not set.</param>
    /// <param name="page">The requested page.</param>
    /// <param name="key">The key of an item.</param>
    public static (IReadOnlyList<T> Items, string NextToken) Cut<T>(IEnumerable<T> all, int size, Page page, Func<T, string> key) where T : IMessage =>
        size == 0 ? ([.. all], "") : page.Cut(all, key, MostBytes);

    /// <summary>Reads all pages, each at the same revision.</summary>
    /// <param name="service">The owner's name.</param>
    /// <param name="ask">Requests the page of a token; a null value if there is no such history.</param>
    /// <param name="revisionOf">The revision of a page.</param>
    /// <param name="nextOf">The token of the next page; empty on the last.</param>
    /// <returns>
    /// The pages, empty if there is no such history. Refused with <see cref="UpstreamUnavailable"/> if the owner does not answer, or if the
    /// history changes during every attempt.
    /// </returns>
    public static async ValueTask<Answer<IReadOnlyList<TPage>>> ReadAsync<TPage>(
        string service, Func<string, ValueTask<Answer<TPage?>>> ask, Func<TPage, long> revisionOf, Func<TPage, string> nextOf) where TPage : class
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var pages = new List<TPage>();
            var token = "";
            do
            {
                var page = await ask(token);
                if (page.Refusal is not null) return page.Refusal;
                if (page.Value is not { } read) return new Answer<IReadOnlyList<TPage>>([], null);
                pages.Add(read);
                token = nextOf(read);
            }
            while (token is not "" && revisionOf(pages[^1]) == revisionOf(pages[0]));
            if (revisionOf(pages[^1]) == revisionOf(pages[0])) return pages;
        }
        return new UpstreamUnavailable(service);
    }
}
