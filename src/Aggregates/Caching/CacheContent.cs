namespace NatoServices.Aggregates;

/// <summary>What a key of the shared cache holds, in a few words that are written here: no id, and nothing else of what callers chose.</summary>
internal static class CacheContent
{
    // HybridCache's own, of when what has a tag was last declared invalid: here nothing ever is.
    private const string Invalidation = "__MSFT_HCT__";

    private const string StandingReply = "reply standing";

    private static readonly string[] Streams = ["roster", "slate", "selection"];

    /// <summary>What is held and of what; null if nobody here writes such a key.</summary>
    /// <param name="key">Such as <c>consensus-v2:selection/nato-2024@7:…</c>.</param>
    public static string? Of(ReadOnlySpan<char> key)
    {
        if (key.StartsWith(Invalidation, StringComparison.Ordinal)) return "invalidation";
        var colon = key.IndexOf(':');
        if (colon < 0) return null;
        var name = key[..colon];
        var stream = key[(colon + 1)..];
        var version = name.LastIndexOf("-v", StringComparison.Ordinal);
        var content = ContentOf(version < 0 ? name : name[..version]);
        if (content is null or StandingReply) return content;
        var end = stream.IndexOfAny('/', '@');
        var kind = end < 0 ? stream : stream[..end];
        foreach (var known in Streams)
            if (kind.SequenceEqual(known)) return $"{content} {known}";
        return content;
    }

    private static string? ContentOf(ReadOnlySpan<char> name) => name switch
    {
        "members" or "candidates" or "consensus" => "snapshot",
        "roster-history" or "slate-history" => "upstream",
        "vacancy" => "vacancy",
        "standing" => StandingReply,
        "head" => "head",
        _ => null,
    };
}
