namespace NatoServices.AppHost;

internal static class Failures
{
    /// <summary>For a failure that the user can fix, prints one line instead of a stack trace and exits with code 1.</summary>
    public static void TellInOneLine() => AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
    {
        if (failure.ExceptionObject is not DistributedApplicationException told) return;
        Console.Error.WriteLine(told.Message);
        Environment.Exit(1);
    };
}
