using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farebox.Client;
using Farebox.Server.Platform.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Farebox.Server;

/// <summary>This server, for its own pages: they use the API as everybody does, over loopback.</summary>
internal sealed class OwnAddress(IServer server, FareboxOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lazy<FareboxLink> _link = new(() => FareboxLink.To(AddressOf(server), Patience, CertificateOf(options)));

    /// <summary>A client with this credential; the connections are shared.</summary>
    /// <param name="organizationId">The one that an operator's credential acts on.</param>
    public FareboxClient Connect(string credential, string? organizationId = null) => _link.Value.With(credential, organizationId);

    private static string AddressOf(IServer server)
    {
        var address = new UriBuilder(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
            address.Host = "localhost";
        return address.Uri.ToString();
    }

    // It is issued for the public name, and this goes to another: known by itself rather than by its name.
    private static byte[]? CertificateOf(FareboxOptions options)
    {
        if (options.TlsCertificate.Length == 0) return null;
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(options.TlsCertificate));
        return certificate.GetCertHash(HashAlgorithmName.SHA256);
    }
}
