using System.Globalization;
using System.Text;

namespace NatoServices.Domain;

/// <summary>Collects all violations of a request, so that one refusal reports them together.</summary>
/// <param name="unread">
/// Violations from reading the request. What they name is missing in the request, so that nothing else is reported for these fields.
/// </param>
public sealed class Violations(IReadOnlyList<Violation> unread)
{
    /// <summary>The maximum length of a name, office, title or alias, in characters. Such a text must be one line.</summary>
    public const int NameLength = 200;

    /// <summary>The maximum length of a longer text (a condition, a fact, a reason, a citation), in characters.</summary>
    public const int TextLength = 2000;

    /// <summary>The maximum length of a URL, in characters.</summary>
    public const int UrlLength = 2000;

    private readonly List<Violation> found = [.. unread];

    /// <summary>Nothing is reported yet.</summary>
    public Violations() : this([]) { }

    /// <summary>Whether there is any violation.</summary>
    public bool Any => found.Count > 0;

    /// <summary>Creates the refusal that lists all violations.</summary>
    public InvalidInput ToRefusal() => new([.. found]);

    /// <summary>Returns the value if there is no violation.</summary>
    /// <exception cref="RefusalException">There are violations; carries <see cref="InvalidInput"/>, which lists them.</exception>
    public T Pass<T>(T value) => Any ? throw new RefusalException(ToRefusal()) : value;

    /// <summary>Adds these violations, if any, to the ruling's own; returns the ruling if there are none.</summary>
    public Ruling<TEvent> Join<TEvent>(Ruling<TEvent> ruling) where TEvent : class =>
        !Any ? ruling : ruling.Refusal is InvalidInput { Violations: var others }
            ? new InvalidInput([.. found, .. others.Where(violation => !IsUnread(violation.Field))])
            : ToRefusal();

    /// <summary>Adds a violation.</summary>
    public void Add(string field, string description)
    {
        if (!IsUnread(field)) found.Add(new(field, description));
    }

    /// <summary>Adds a violation if <paramref name="holds"/> is false.</summary>
    public void Require(bool holds, string field, string description)
    {
        if (!holds) Add(field, description);
    }

    /// <summary>Requires a visible text within the maximum length and without deceptive characters.</summary>
    public void Text(string field, string? value, int max = TextLength)
    {
        if (!(value ?? "").EnumerateRunes().Any(IsVisible)) Add(field, "is required");
        else OptionalText(field, value, max);
    }

    /// <summary>Like <see cref="Text"/>, but the text may be empty.</summary>
    public void OptionalText(string field, string? value, int max = TextLength)
    {
        if (string.IsNullOrEmpty(value)) return;
        Require(value.EnumerateRunes().Any(IsVisible), field, "must not be blank");
        Require(value.Length <= max, field, $"must have at most {max} characters, has {value.Length}");
        Require(!value.EnumerateRunes().Any(Deceives), field,
            "must not contain control characters, text-direction overrides or broken Unicode");
        Require(max > NameLength || !value.Contains('\n', StringComparison.Ordinal), field, "must be one line");
    }

    /// <summary>Requires at most <paramref name="maxCount"/> texts, each valid for <see cref="Text"/>.</summary>
    public void Texts(string field, IReadOnlyList<string> values, int maxCount, int max = TextLength)
    {
        Require(values.Count <= maxCount, field, $"must have at most {maxCount} items, has {values.Count}");
        for (var i = 0; i < Math.Min(values.Count, maxCount); i++) Text($"{field}[{i}]", values[i], max);
    }

    /// <summary>Requires a valid id; see <see cref="Ids.IsWellFormed"/>.</summary>
    public void Id(string field, string value) =>
        Require(Ids.IsWellFormed(value), field, "must be 1 to 63 of a-z, 0-9 and '-', beginning and ending with a letter or digit");

    /// <summary>Requires a member's code: an assigned ISO 3166-1 alpha-3 code.</summary>
    public void MemberCode(string field, string value)
    {
        if (value is not { Length: 3 } || !value.All(char.IsAsciiLetterUpper)) Add(field, "must be an ISO 3166-1 alpha-3 code: three capital letters");
        else Require(CountryCodes.IsAssigned(value), field, $"'{value}' is not an assigned ISO 3166-1 alpha-3 code");
    }

    /// <summary>Requires a defined enum value other than zero, which means "not specified".</summary>
    public void OneOf<TEnum>(string field, TEnum value) where TEnum : struct, Enum
    {
        if (EqualityComparer<TEnum>.Default.Equals(value, default)) Add(field, "is required");
        else OptionalOneOf(field, value);
    }

    /// <summary>Requires a defined enum value; zero is allowed.</summary>
    public void OptionalOneOf<TEnum>(string field, TEnum value) where TEnum : struct, Enum =>
        Require(Enum.IsDefined(value), field, $"{value} is not a known value");

    /// <summary>Requires a source with a URL or a citation; the name is optional.</summary>
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

    /// <summary>Requires a valid date, known to the day, month or year.</summary>
    /// <returns>Whether the date is valid, so that further checks can use it.</returns>
    public bool Date(string field, PartialDate date)
    {
        if (date.IsAbsent) Add(field, "is required");
        else Require(date.IsValid, field, "must be a day, a month or a year of the calendar");
        return date.IsValid;
    }

    /// <summary>
    /// Requires a valid date that has begun in some time zone and, if <paramref name="from"/> is not null, can be on or after it. The
    /// message ends with <paramref name="since"/>, which explains that limit, such as ", when the incumbent took office".
    /// </summary>
    public void PastDate(string field, PartialDate date, DateTimeOffset now, PartialDate? from = null, string since = "")
    {
        if (!Date(field, date)) return;
        Require(date.FirstDay <= Today.Latest(now), field, $"{date} lies in the future");
        if (from is { } first) Require(date.LastDay >= first.FirstDay, field, $"{date} is before {first}{since}");
    }

    /// <summary>Whether the field, or one that contains it, is reported as unread.</summary>
    private bool IsUnread(string field) => unread.Any(violation =>
        field.StartsWith(violation.Field, StringComparison.Ordinal) && (field.Length == violation.Field.Length || field[violation.Field.Length] is '.' or '['));

    private static bool IsWebAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && !url.Any(char.IsWhiteSpace);

    /// <summary>Zero-width joiners and non-joiners are allowed, because some scripts and emoji need them.</summary>
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
