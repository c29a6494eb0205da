using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Farebox.Server.Platform;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Serving;

/// <summary>What the server does around every call: health, addresses, origins, TLS, its directory.</summary>
public sealed class ServingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_NeedsNoCredential(string path)
    {
        await using var farebox = await RunningFarebox.StartAsync();

        Assert.Equal("{\"status\":\"ok\"}", await farebox.With(null).GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task UnknownPath_IsAnErrorInShape()
    {
        await using var farebox = await RunningFarebox.StartAsync();

        var call = await farebox.With(null).PostAsync("{}", "/v1/no/such");

        Assert.Equal((404, "unknown_url"), (call.Status, call.Error.GetProperty("code").GetString()));
        Assert.Matches("^req_[0-9a-f]{32}$", call.RequestId);
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 401)]
    public async Task ForwardedAddress_IsBelievedOnlyFromATrustedProxy(bool trusted, int status)
    {
        await using var farebox = await RunningFarebox.StartAsync(options: options => options.TrustedProxies = trusted ? ["127.0.0.1"] : []);
        var parent = await farebox.NewKeyAsync();
        var client = farebox.With(await farebox.NewTokenAsync(parent, new { allowed_ips = new[] { "203.0.113.7" } }));
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        var call = await client.PostAsync(Calls.Body(model: "eliza"));

        Assert.Equal(status, call.Status);
        if (!trusted) Assert.Equal("ip_not_authorized", call.Error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://evil.example", false)]
    public async Task Cors_LetsListedOriginsInOnly(string origin, bool allowed)
    {
        await using var farebox = await RunningFarebox.StartAsync(options: options => options.CorsOrigins = ["https://app.example"]);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, Calls.Chat);
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");

        using var response = await farebox.With(null).SendAsync(preflight, Cancellation);

        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) && values.Single() == origin);
    }

    [Fact]
    public async Task Cors_IsOffUntilOriginsAreListed()
    {
        await using var farebox = await RunningFarebox.StartAsync();
        var client = farebox.With(await farebox.NewKeyAsync());
        client.DefaultRequestHeaders.Add("Origin", "https://app.example");

        var call = await client.PostAsync(Calls.Body(model: "eliza"));

        Assert.Null(call.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Tls_FromCertificateFiles()
    {
        var folder = Directory.CreateTempSubdirectory("farebox-tls-").FullName;
        try
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
            await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem(), Cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem(), Cancellation);
            var data = Path.Combine(folder, "data");
            await using var app = FareboxApp.Build(new Platform.Options.FareboxOptions
            {
                Listen = ["https://127.0.0.1:0"], Data = data, DetectUpstreams = false, LogLevel = "error",
                AdminKey = ServerProcess.NewAdminKey(), TlsCertificate = Path.Combine(folder, "cert.pem"), TlsKey = Path.Combine(folder, "key.pem"),
            });
            await app.StartAsync(Cancellation);
            using var handler = new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback = (_, seen, _, _) => seen!.GetCertHashString() == certificate.GetCertHashString(),
            };
            using var client = new HttpClient(handler);

            Assert.Equal("{\"status\":\"ok\"}", await client.GetStringAsync(new Uri(app.Urls.First() + "/healthz"), Cancellation));
            await app.StopAsync(Cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task SecondServerOnOneDirectory_IsRefused_NamingTheOption()
    {
        await using var first = await RunningFarebox.StartAsync();

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => RunningFarebox.StartAsync(options: options => options.Data = first.Options.Data));

        Assert.Contains("`data` (FAREBOX_DATA)", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mine-1", "mine-1")]
    [InlineData("", null)]
    public async Task ClientRequestId_IsEchoedWhenItIsSane(string sent, string? echoed)
    {
        await using var farebox = await RunningFarebox.StartAsync();
        var client = farebox.With(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Client-Request-Id", sent.Length == 0 ? new string('x', 513) : sent);

        var call = await client.PostAsync("{}");

        Assert.Equal(echoed, call.Header("X-Client-Request-Id"));
    }
}
