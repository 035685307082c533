using System.Globalization;
using System.Text;

namespace NatoServices.Domain;

/// <summary>Collects everything that is wrong with a request, so that a caller learns it all at once.</summary>
public sealed class Violations
{
    /// <summary>The longest name, office, title or alias, in characters; a text that may not be longer is one line.</summary>
    public const int NameLength = 200;

    /// <summary>The longest running text (a condition, a fact, a reason, a citation), in characters.</summary>
    public const int TextLength = 2000;

    /// <summary>The longest URL, in characters.</summary>
    public const int UrlLength = 2000;

    private readonly List<Violation> found = [];

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => found.Count > 0;

    /// <summary>The refusal that names everything found.</summary>
    public InvalidInput ToRefusal() => new([.. found]);

    /// <summary>Hands a value on, unless anything is wrong.</summary>
    /// <exception cref="RefusalException"><see cref="InvalidInput"/>, with everything found.</exception>
    public T Pass<T>(T value) => Any ? throw new RefusalException(ToRefusal()) : value;

    /// <summary>A ruling on the same request: refused with all violations, these and its own, if there are any.</summary>
    public Ruling<TEvent> Join<TEvent>(Ruling<TEvent> ruling) where TEvent : class =>
        !Any ? ruling : ruling.Refusal is InvalidInput { Violations: var others } ? new InvalidInput([.. found, .. others]) : ToRefusal();

    /// <summary>Notes one violation.</summary>
    public void Add(string field, string description) => found.Add(new(field, description));

    /// <summary>Notes <paramref name="description"/> unless <paramref name="holds"/>.</summary>
    public void Require(bool holds, string field, string description)
    {
        if (!holds) Add(field, description);
    }

    /// <summary>A text that must be there, within its length and free of characters that deceive.</summary>
    public void Text(string field, string? value, int max = TextLength)
    {
        if (!(value ?? "").EnumerateRunes().Any(IsVisible)) Add(field, "is required");
        else OptionalText(field, value, max);
    }

    /// <summary>A text that may be empty; if not, it is within its length and free of characters that deceive.</summary>
    public void OptionalText(string field, string? value, int max = TextLength)
    {
        if (string.IsNullOrEmpty(value)) return;
        Require(value.EnumerateRunes().Any(IsVisible), field, "must not be blank");
        Require(value.Length <= max, field, $"must have at most {max} characters, has {value.Length}");
        Require(!value.EnumerateRunes().Any(Deceives), field,
            "must not contain control characters, text-direction overrides or broken Unicode");
        Require(max > NameLength || !value.Contains('\n', StringComparison.Ordinal), field, "must be one line");
    }

    /// <summary>A list of texts: not too many, each present and well-formed.</summary>
    public void Texts(string field, IReadOnlyList<string> values, int maxCount, int max = TextLength)
    {
        Require(values.Count <= maxCount, field, $"must have at most {maxCount} items, has {values.Count}");
        for (var i = 0; i < Math.Min(values.Count, maxCount); i++) Text($"{field}[{i}]", values[i], max);
    }

    /// <summary>An id: 1 to 63 of a–z, 0–9 and hyphens, beginning and ending with a letter or digit.</summary>
    public void Id(string field, string value) =>
        Require(Ids.IsWellFormed(value), field, "must be 1 to 63 of a-z, 0-9 and '-', beginning and ending with a letter or digit");

    /// <summary>A member's code, well-formed and assigned.</summary>
    public void MemberCode(string field, string value)
    {
        if (value is not { Length: 3 } || !value.All(char.IsAsciiLetterUpper)) Add(field, "must be an ISO 3166-1 alpha-3 code: three capital letters");
        else Require(CountryCodes.IsAssigned(value), field, $"'{value}' is not an assigned ISO 3166-1 alpha-3 code");
    }

    /// <summary>A known value of an enumeration other than its zero, which means "not said".</summary>
    public void OneOf<TEnum>(string field, TEnum value) where TEnum : struct, Enum
    {
        if (EqualityComparer<TEnum>.Default.Equals(value, default)) Add(field, "is required");
        else OptionalOneOf(field, value);
    }

    /// <summary>A known value of an enumeration, or its zero.</summary>
    public void OptionalOneOf<TEnum>(string field, TEnum value) where TEnum : struct, Enum =>
        Require(Enum.IsDefined(value), field, $"{value} is not a known value");

    /// <summary>A source: a URL or a citation, and perhaps a name.</summary>
    public void Source(string field, Source? source)
    {
        if (source is null || (source.Url is "" && source.Citation is ""))
        {
            Add(field, "must have a url or a citation");
            return;
        }
        OptionalText($"{field}.url", source.Url, UrlLength);
        Require(source.Url is "" || IsWebAddress(source.Url), $"{field}.url", "must be an absolute http or https address");
        OptionalText($"{field}.citation", source.Citation);
        OptionalText($"{field}.name", source.Name, NameLength);
    }

    /// <summary>A calendar date that must be there; day, month or year precise.</summary>
    /// <returns>Whether it can be used in further checks.</returns>
    public bool Date(string field, PartialDate date)
    {
        if (date.IsAbsent) Add(field, "is required");
        else Require(date.IsValid, field, "must be a day, a month or a year of the calendar");
        return date.IsValid;
    }

    /// <summary>A date of something that has happened: valid, not in the future anywhere on Earth, not before <paramref name="from"/>.</summary>
    /// <param name="field">The field's path.</param>
    /// <param name="date">What was given.</param>
    /// <param name="now">The moment of the request.</param>
    /// <param name="from">The earliest date that makes sense; null if any does.</param>
    /// <param name="since">What happened at <paramref name="from"/>, such as ", when the incumbent took office".</param>
    public void PastDate(string field, PartialDate date, DateTimeOffset now, PartialDate? from = null, string since = "")
    {
        if (!Date(field, date)) return;
        Require(date.FirstDay <= Today.Latest(now), field, $"{date} lies in the future");
        if (from is { } first) Require(date.LastDay >= first.FirstDay, field, $"{date} is before {first}{since}");
    }

    private static bool IsWebAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && !url.Any(char.IsWhiteSpace);

    /// <summary>Joiners are the one kind of invisible character that scripts and emoji need.</summary>
    private static bool Deceives(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is not '\n',
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => rune.Value is 0xFFFD,
    };

    private static bool IsVisible(Rune rune) =>
        !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format);
}
