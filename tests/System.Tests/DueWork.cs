namespace NatoServices.System.Tests;

/// <summary>Due work in a SQLite journal, kept from those who would do it: so that a deadline finds them as a test wants them.</summary>
internal static class DueWork
{
    /// <summary>From now on nobody can lease a piece.</summary>
    public static void Hold(string file) =>
        Database.Execute(file, "CREATE TRIGGER held BEFORE UPDATE ON due_work BEGIN SELECT RAISE(IGNORE); END;");

    /// <summary>From now on it can be leased again.</summary>
    public static void Release(string file) => Database.Execute(file, "DROP TRIGGER held;");

    /// <summary>Until when the piece is leased that is so for longest; 0 if none is.</summary>
    public static long LeasedUntil(string file) => Database.Number(file, "SELECT coalesce(max(leased_until), 0) FROM due_work");
}
