using Google.Protobuf;
using NatoServices.Domain;

namespace NatoServices.Aggregates;

/// <summary>Histories page by page, so that their size is no limit: how their owner gives them, and how who asks reads them.</summary>
public static class HistoryPages
{
    /// <summary>How many items a page has at most.</summary>
    public const int Size = 1000;

    /// <summary>A page ends once it has this many bytes.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>How often to begin anew because the history went on meanwhile. It is written rarely.</summary>
    private const int Attempts = 5;

    /// <summary>The items of a page, and the token of the next; who names no size, as services of earlier versions, gets all at once.</summary>
    /// <param name="all">All items, in the order of their keys.</param>
    /// <param name="size">The size that the request names; 0 if it names none.</param>
    /// <param name="page">The page that it asks for.</param>
    /// <param name="key">The key of an item.</param>
    public static (IReadOnlyList<T> Items, string NextToken) Cut<T>(IEnumerable<T> all, int size, Page page, Func<T, string> key) where T : IMessage =>
        size == 0 ? ([.. all], "") : page.Cut(all, key, MostBytes);

    /// <summary>All pages of one revision.</summary>
    /// <param name="service">The owner's name.</param>
    /// <param name="ask">Asks for the page of a token; a null value if there is no such history.</param>
    /// <param name="revisionOf">The revision that a page is of.</param>
    /// <param name="nextOf">The token of the page after it; empty for the last.</param>
    /// <returns>The pages, none if there is no such history; or <see cref="UpstreamUnavailable"/>.</returns>
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
