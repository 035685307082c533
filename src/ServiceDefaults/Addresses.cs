namespace NatoServices.ServiceDefaults;

/// <summary>Checks address settings at startup: otherwise an invalid one would fail only when it is used.</summary>
public static class Addresses
{
    private static readonly string[] AnyHost = ["//*", "//+", "//0.0.0.0", "//[::]"];

    /// <summary>Whether a value is an absolute http or https address.</summary>
    public static bool IsOne(string? value) => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");

    /// <exception cref="ArgumentException">The value is not an address; the message names the setting.</exception>
    internal static void Check(string setting, string? value)
    {
        if (!IsOne(Callable(value ?? "")))
            throw new ArgumentException($"{setting} must be an absolute http or https address, is '{value}'.");
    }

    /// <summary>A listen address as one that can be called: Kestrel's "any host" names are no host names in a URI.</summary>
    internal static string Callable(string listensOn) =>
        AnyHost.Aggregate(listensOn, (address, any) => address.Replace(any, "//127.0.0.1", StringComparison.Ordinal));
}
