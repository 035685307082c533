namespace NatoServices.ServiceDefaults;

/// <summary>Settings that are addresses, checked when a service is made: a wrong one would show only when it is used.</summary>
internal static class Addresses
{
    private static readonly string[] AnyHost = ["//*", "//+", "//0.0.0.0", "//[::]"];

    /// <exception cref="ArgumentException">It is none; the message names the setting.</exception>
    public static void Check(string setting, string? value)
    {
        if (!Uri.TryCreate(Callable(value ?? ""), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ArgumentException($"{setting} must be an absolute http or https address, is '{value}'.");
    }

    /// <summary>An address to listen on, as somebody on the same machine calls it. Kestrel's "any host" is no host name to a URI.</summary>
    public static string Callable(string listensOn) =>
        AnyHost.Aggregate(listensOn, (address, any) => address.Replace(any, "//127.0.0.1", StringComparison.Ordinal));
}
