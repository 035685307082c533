namespace NatoServices.Aggregates;

/// <summary>
/// Describes what a key of the shared cache holds, in fixed words: spans must not contain ids or anything else that callers chose.
/// </summary>
internal static class CacheContent
{
    // HybridCache's own key, for when a tag was last invalidated; nothing is tagged here.
    private const string Invalidation = "__MSFT_HCT__";

    private const string StandingReply = "reply standing";

    private static readonly string[] Streams = ["roster", "slate", "selection"];

    /// <summary>The kind of content and of stream; null if the key is not one of ours.</summary>
    /// <param name="key">For example <c>consensus-v2:selection/nato-2024@7:…</c>.</param>
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
