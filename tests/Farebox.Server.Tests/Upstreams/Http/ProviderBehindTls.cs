using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>An HTTPS provider whose certificate an authority of the test's own signed. It answers chat calls with "over TLS".</summary>
internal sealed class ProviderBehindTls : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder = Directory.CreateTempSubdirectory("farebox-ca-").FullName;

    private ProviderBehindTls()
    {
        var certificate = Sign();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        _app = builder.Build();
        _app.MapPost("/v1/chat/completions", (HttpContext context) =>
        {
            Protocols.Add(context.Request.Protocol);
            return TypedResults.Text(
                """
                {"id":"1","object":"chat.completion","created":1,"model":"m",
                "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3},
                "choices":[{"index":0,"message":{"role":"assistant","content":"over TLS"},"finish_reason":"stop"}]}
                """,
                "application/json");
        });
    }

    /// <summary>The authority's certificate, as PEM.</summary>
    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    /// <summary>Port on 127.0.0.1; the certificate is for that address and for localhost.</summary>
    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>The protocol of each call.</summary>
    public List<string> Protocols { get; } = [];

    public static async Task<ProviderBehindTls> StartAsync()
    {
        var provider = new ProviderBehindTls();
        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private X509Certificate2 Sign()
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(from, to);
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, from, to, [1, 2, 3, 4]);
        return signed.CopyWithPrivateKey(key);
    }
}
