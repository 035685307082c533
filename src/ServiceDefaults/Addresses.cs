namespace NatoServices.ServiceDefaults;

/// <summary>Settings that are addresses, checked when a service is made: a wrong one would show only when it is used.</summary>
public static class Addresses
{
    private static readonly string[] AnyHost = ["//*", "//+", "//0.0.0.0", "//[::]"];

    /// <summary>Whether it is one that can be called.</summary>
    public static bool IsOne(string? value) => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");

    /// <exception cref="ArgumentException">It is none; the message names the setting.</exception>
    internal static void Check(string setting, string? value)
    {
        if (!IsOne(Callable(value ?? "")))
            throw new ArgumentException($"{setting} must be an absolute http or https address, is '{value}'.");
    }

    /// <summary>An address to listen on, as somebody on the same machine calls it. Kestrel's "any host" is no host name to a URI.</summary>
    internal static string Callable(string listensOn) =>
        AnyHost.Aggregate(listensOn, (address, any) => address.Replace(any, "//127.0.0.1", StringComparison.Ordinal));
}
