using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NatoServices.EmbeddedCache;
using NatoServices.Services.Tests.Hosting;

namespace NatoServices.Services.Tests.Caching;

/// <summary>The caches that services are deployed with, each on loopback.</summary>
internal static class CacheKinds
{
    private const string Password = "open sesame";

    /// <summary>Starts the embedded cache.</summary>
    public static (IDisposable Cache, string ConnectionString) Embedded()
    {
        using var port = new HeldPort();
        var cache = CacheServer.Start(port.Number);
        return (cache, cache.ConnectionString);
    }

    /// <summary>Starts a Redis of a kind.</summary>
    public static async Task<(RedisServer Redis, string ConnectionString)> StartAsync(string kind, string folder)
    {
        switch (kind)
        {
            case "password":
                var locked = await RedisServer.StartAsync("--requirepass", Password);
                return (locked, $"{locked.ConnectionString},password={Password}");
            case "tls":
                await CertifyAsync(folder);
                var tls = await RedisServer.StartAsync(
                    "--tls-port", "--tls-auth-clients", "no", "--tls-cert-file", $"{folder}/redis.crt", "--tls-key-file", $"{folder}/redis.key",
                    "--tls-ca-cert-file", $"{folder}/redis.crt");
                // What the operating system does not trust, the client takes from here; so does the service of who deploys it.
                Environment.SetEnvironmentVariable("SERedis_IssuerCertPath", $"{folder}/redis.crt");
                return (tls, $"{tls.ConnectionString},ssl=true");
            case "cluster":
                var cluster = await RedisServer.StartAsync("--cluster-enabled", "yes", "--dir", folder);
                await cluster.SayAsync("CLUSTER ADDSLOTSRANGE 0 16383", "OK");
                await cluster.SayAsync("CLUSTER INFO", "cluster_state:ok");
                return (cluster, cluster.ConnectionString);
            default:
                var plain = await RedisServer.StartAsync();
                return (plain, plain.ConnectionString);
        }
    }

    private static async Task CertifyAsync(string folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=redis", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync($"{folder}/redis.crt", certificate.ExportCertificatePem());
        await File.WriteAllTextAsync($"{folder}/redis.key", key.ExportPkcs8PrivateKeyPem());
    }
}
