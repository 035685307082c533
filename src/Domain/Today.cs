namespace NatoServices.Domain;

/// <summary>The date is not the same everywhere: what is today depends on where one stands.</summary>
public static class Today
{
    /// <summary>The server's date, in UTC: what "as of today" means when nobody says otherwise.</summary>
    public static DateOnly Utc(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    /// <summary>The latest date that is already today somewhere (UTC+14): a later one lies in the future for everybody.</summary>
    public static DateOnly Latest(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime.AddHours(14));
}
