using System.Globalization;
using System.Text;

namespace Farebox.Server.Upstreams.Http;

/// <summary>A server and how it is reached: directly, or through the proxy that the environment names for it.</summary>
internal sealed class HttpTarget
{
    private readonly string _authority;

    /// <summary>Reads the address, and asks the environment (<c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>NO_PROXY</c>) for a proxy.</summary>
    public HttpTarget(Uri baseUrl)
    {
        IsTls = baseUrl.Scheme == Uri.UriSchemeHttps;
        Host = baseUrl.IdnHost;
        Port = baseUrl.Port;
        var host = baseUrl.HostNameType == UriHostNameType.IPv6 ? $"[{Host}]" : Host;
        _authority = baseUrl.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}");
        TunnelAuthority = string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}");
        if (HttpClient.DefaultProxy is { } proxies && !proxies.IsBypassed(baseUrl)) Proxy = proxies.GetProxy(baseUrl);
    }

    public string Host { get; }

    public int Port { get; }

    public bool IsTls { get; }

    /// <summary>The proxy between, or null.</summary>
    public Uri? Proxy { get; }

    /// <summary>Host and port, as a tunnel through a proxy asks for them.</summary>
    public string TunnelAuthority { get; }

    /// <summary>A request's lines up to its own headers: method, target, <c>Host</c>, what the proxy wants to know.</summary>
    /// <param name="pathAndQuery">With a slash in front.</param>
    public string RequestLines(string method, string pathAndQuery)
    {
        // Without a tunnel a proxy must read where to: the whole address.
        var viaProxy = Proxy is not null && !IsTls;
        var address = viaProxy ? $"http://{_authority}{pathAndQuery}" : pathAndQuery;
        return $"{method} {address} HTTP/1.1\r\nHost: {_authority}\r\n{(viaProxy ? ProxyAuthorization : "")}";
    }

    /// <summary>The header line that opens the proxy, or nothing when its address holds no user.</summary>
    public string ProxyAuthorization => Proxy is { UserInfo.Length: > 0 } proxy
        ? $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(proxy.UserInfo)))}\r\n"
        : "";
}
