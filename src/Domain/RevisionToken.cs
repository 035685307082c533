using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace NatoServices.Domain;

/// <summary>
/// The revisions of the streams that an answer is based on. Clients keep the token as an opaque text and send it back to request an answer
/// that is at least as fresh.
/// </summary>
public sealed record RevisionToken(IReadOnlyList<(string Stream, long Revision)> Revisions)
{
    private const string Version = "1 ";

    /// <summary>The maximum length of a token, in characters: what fits into an address. Lists end a page before its token is longer.</summary>
    public const int MaxLength = 4096;

    /// <summary>Names no stream: any revision is fresh enough.</summary>
    public static RevisionToken Any { get; } = new([]);

    /// <summary>How many of these streams, the first ones, a token can name, whatever their revisions.</summary>
    public static int Fitting(IEnumerable<string> streams)
    {
        var (bytes, fitting) = (Version.Length, 0);
        foreach (var stream in streams)
        {
            bytes += Encoding.UTF8.GetByteCount(stream) + "@9223372036854775807 ".Length;
            if (Base64Url.GetEncodedLength(bytes) > MaxLength) break;
            fitting++;
        }
        return fitting;
    }

    /// <summary>Creates a token for one stream.</summary>
    public static RevisionToken Of(string stream, long revision) => new([(stream, revision)]);

    /// <summary>Parses the text that <see cref="ToString"/> writes. Null for any other text.</summary>
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

    /// <summary>The revision that a stream must have reached; 0 if the token does not name the stream.</summary>
    public long Of(string stream) => Revisions.Where(r => r.Stream == stream).Select(r => r.Revision).DefaultIfEmpty(0).Max();

    /// <summary>Whether the other token needs a higher revision of any stream.</summary>
    public bool IsOlderThan(RevisionToken other) => other.Revisions.Any(r => Of(r.Stream) < r.Revision);

    /// <summary>Combines both tokens. If both name a stream, the higher revision counts.</summary>
    public RevisionToken And(RevisionToken other) => new([.. Revisions, .. other.Revisions]);

    /// <summary>The opaque text.</summary>
    public override string ToString() => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(Version + string.Join(' ', Revisions.Select(r => $"{r.Stream}@{r.Revision}"))));
}
