using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace NatoServices.Domain;

/// <summary>
/// How far the records had come that an answer rests on: a revision for each stream. Clients keep it as an opaque text and
/// give it back to say "at least as fresh as this".
/// </summary>
public sealed record RevisionToken(IReadOnlyList<(string Stream, long Revision)> Revisions)
{
    private const string Version = "1 ";

    /// <summary>Holds a page of a thousand streams, each named by the longest id.</summary>
    private const int MaxLength = 1 << 17;

    /// <summary>Speaks of no stream: any revision will do.</summary>
    public static RevisionToken Any { get; } = new([]);

    /// <summary>The token of one stream.</summary>
    public static RevisionToken Of(string stream, long revision) => new([(stream, revision)]);

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static RevisionToken? Parse(string text)
    {
        if (text.Length is 0 or > MaxLength || !Base64Url.IsValid(text)) return null;
        var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        if (!plain.StartsWith(Version, StringComparison.Ordinal)) return null;
        var revisions = new List<(string, long)>();
        foreach (var part in plain[Version.Length..].Split(' '))
        {
            var at = part.LastIndexOf('@');
            if (at < 1 || !long.TryParse(part[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) return null;
            revisions.Add((part[..at], revision));
        }
        return new(revisions);
    }

    /// <summary>The revision that a stream must have reached; 0 if the token doesn't speak of it.</summary>
    public long Of(string stream) => Revisions.Where(r => r.Stream == stream).Select(r => r.Revision).DefaultIfEmpty(0).Max();

    /// <summary>Whether some stream has come further in the other than in this one.</summary>
    public bool IsOlderThan(RevisionToken other) => other.Revisions.Any(r => Of(r.Stream) < r.Revision);

    /// <summary>One token that speaks of both.</summary>
    public RevisionToken And(RevisionToken other) => new([.. Revisions, .. other.Revisions]);

    /// <summary>The opaque text.</summary>
    public override string ToString() => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(Version + string.Join(' ', Revisions.Select(r => $"{r.Stream}@{r.Revision}"))));
}
