namespace NatoServices.AppHost;

/// <summary>What keeps the system from starting, told to who starts it.</summary>
internal static class Failures
{
    /// <summary>Says in one line what can be mended, and ends with 1, in place of a stack.</summary>
    public static void TellInOneLine() => AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
    {
        if (failure.ExceptionObject is not DistributedApplicationException told) return;
        Console.Error.WriteLine(told.Message);
        Environment.Exit(1);
    };
}
