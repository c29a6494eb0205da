using System.Net;
using Farebox.Contracts.Operating;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Operating;

/// <summary>Whether credentials may cross a network in the clear.</summary>
internal static class PlainListening
{
    /// <summary>Plain http beyond this machine is for proxies that are named.</summary>
    public static HealthCheck Check(FareboxOptions options)
    {
        var plain = options.Listen.Where(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == "http" && !IsLoopback(uri)).ToList();
        return plain.Count == 0 || options.TrustedProxies.Length > 0
            ? Finding.Fine("tls", "Nothing listens without TLS beyond this machine, or a trusted proxy stands before it.")
            : Finding.Warning(
                "tls", "The server listens without TLS on an address that other machines reach: keys and passwords can be read on the way.",
                "Set tls_certificate and tls_key and listen on https, or put a proxy before it and name it in trusted_proxies.", plain);
    }

    /// <summary>Whether only this machine reaches it.</summary>
    public static bool IsLoopback(Uri address) =>
        address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
