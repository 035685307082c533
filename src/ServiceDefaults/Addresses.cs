namespace NatoServices.ServiceDefaults;

/// <summary>Settings that are addresses, checked when a service is made: a wrong one would show only when it is used.</summary>
internal static class Addresses
{
    /// <exception cref="ArgumentException">It is none; the message names the setting.</exception>
    public static void Check(string setting, string? value)
    {
        // Kestrel's "any host" is no host name to a URI.
        var address = value?.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ArgumentException($"{setting} must be an absolute http or https address, is '{value}'.");
    }
}
