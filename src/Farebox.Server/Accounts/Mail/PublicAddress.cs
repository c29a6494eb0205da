using System.Net;
using Farebox.Server.Platform.Options;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Farebox.Server.Accounts.Mail;

/// <summary>
/// Where people reach this server, for links in letters. Never by the Host header of a call: a stranger writes that, and would have the secrets
/// of others' links sent to a server of his own.
/// </summary>
internal sealed class PublicAddress(IServer server, FareboxOptions options)
{
    /// <summary>Such as <c>https://farebox.example.org</c>, without a slash at its end.</summary>
    public string Text => options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : Listening();

    private string Listening()
    {
        var address = new UriBuilder(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
            address.Host = "localhost";
        return address.Uri.GetLeftPart(UriPartial.Authority);
    }
}
