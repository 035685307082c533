namespace NatoServices.Domain;

/// <summary>The current date, which depends on the time zone.</summary>
public static class Today
{
    /// <summary>The current date in UTC: the default for "as of".</summary>
    public static DateOnly Utc(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    /// <summary>The latest current date in any time zone (UTC+14). A later date is in the future everywhere.</summary>
    public static DateOnly Latest(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime.AddHours(14));
}
