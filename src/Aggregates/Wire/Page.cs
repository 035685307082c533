using System.Buffers.Text;
using System.Text;
using Google.Protobuf;

namespace NatoServices.Aggregates;

/// <summary>A page of a list that is ordered by a key.</summary>
/// <param name="Size">The maximum number of items.</param>
/// <param name="After">The key of the last item of the page before; empty for the first page.</param>
public sealed record Page(int Size, string After)
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1000;

    private const string Version = "1 ";

    /// <summary>The first page, with the default size.</summary>
    public static Page First { get; } = new(DefaultSize, "");

    /// <summary>
    /// Reads the fields <c>page_size</c> (0 for the default) and <c>page_token</c> (empty for the first page) of a request, and collects what is
    /// invalid in them. The key in a token must be checked: a caller can forge a token, and its key may reach the database.
    /// </summary>
    public static Page Of(Violations found, int pageSize, string pageToken, Func<string, bool> isKey)
    {
        found.Require(pageSize is >= 0 and <= MaxSize, "page_size", $"must be from 0 to {MaxSize}, is {pageSize}");
        var after = pageToken is "" ? "" : KeyOf(pageToken);
        found.Require(pageToken is "" || (after is not null && isKey(after)), "page_token", "is not the next_page_token of another page");
        return new(pageSize == 0 ? DefaultSize : pageSize, after ?? "");
    }

    /// <summary>
    /// Takes this page from the whole list, which is ordered by key. It ends where <see cref="PageLimit"/> says.
    /// </summary>
    /// <returns>The page as it is sent, and the token of the next one; empty if there is none.</returns>
    public (IReadOnlyList<TMessage> Items, string NextToken) Cut<T, TMessage>(IEnumerable<T> ordered, Func<T, string> key, Func<T, TMessage> toMessage)
        where TMessage : IMessage
    {
        var (items, last, limit) = (new List<TMessage>(), "", new PageLimit(Size));
        foreach (var item in ordered.SkipWhile(item => string.CompareOrdinal(key(item), After) <= 0))
        {
            var message = toMessage(item);
            if (!limit.TryTake(message)) return (items, TokenOf(last));
            items.Add(message);
            last = key(item);
        }
        return (items, "");
    }

    /// <summary>The opaque token of the page that begins after a key.</summary>
    public static string TokenOf(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Version + key));

    private static string? KeyOf(string token)
    {
        if (token.Length > 512 || !Base64Url.IsValid(token)) return null;
        var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        return plain.StartsWith(Version, StringComparison.Ordinal) && plain.Length > Version.Length ? plain[Version.Length..] : null;
    }
}
