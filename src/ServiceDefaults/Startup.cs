using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using NatoServices.Journal;

namespace NatoServices.ServiceDefaults;

/// <summary>Starts a service, and reports in one line why it did not start.</summary>
public static class Startup
{
    /// <summary>Runs a service until it is told to stop.</summary>
    /// <returns>The exit code of the process: 0, or 1 if the service could not start.</returns>
    public static Task<int> RunAsync(Func<Task<WebApplication>> create) => ExplainedAsync(async () =>
    {
        await using var app = await create();
        await app.RunAsync();
    });

    /// <summary>Runs the main action of a process and reports failures that its user can fix.</summary>
    /// <param name="doing">The action.</param>
    /// <param name="explain">Returns the line that reports a failure, null if it is none to be fixed; <see cref="Explain"/> if left out.</param>
    /// <returns>The exit code of the process: 0, or 1 with one line on the error output.</returns>
    internal static async Task<int> ExplainedAsync(Func<Task> doing, Func<Exception, string?>? explain = null)
    {
        try
        {
            await doing();
            return 0;
        }
        catch (Exception failure) when ((explain ?? Explain)(failure) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }

    /// <summary>
    /// One line for an operator if the operator can fix the failure (a port, a folder, a database, a setting); null otherwise.
    /// </summary>
    public static string? Explain(Exception failure) => failure switch
    {
        JournalUnavailableException or UnauthorizedAccessException or IOException or SocketException => failure.Message,
        ArgumentException or FormatException => $"A setting is wrong: {failure.Message.ReplaceLineEndings(" ")}",
        _ => null,
    };
}
