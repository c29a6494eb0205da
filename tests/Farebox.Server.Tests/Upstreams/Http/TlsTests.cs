namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>Providers behind TLS, whose authority the process trusts or does not.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task Provider_WhoseAuthorityIsTrusted_IsCalled()
    {
        await using var provider = await ProviderBehindTls.StartAsync();
        await using var farebox = await CallingProcess.StartAsync(("SSL_CERT_FILE", provider.AuthorityFile));
        var byName = await farebox.CallAsync("by-name", $"https://localhost:{provider.Port}/v1");
        var byAddress = await farebox.CallAsync("by-address", $"https://127.0.0.1:{provider.Port}/v1");

        Assert.Equal((200, 200), (byName.Status, byAddress.Status));
        Assert.Contains("over TLS", byName.Body, StringComparison.Ordinal);
        Assert.Equal(["HTTP/1.1", "HTTP/1.1"], provider.Protocols);
    }

    [Fact]
    public async Task Provider_WhoseAuthorityIsNotTrusted_Is502AndTheOperatorSeesWhy()
    {
        await using var provider = await ProviderBehindTls.StartAsync();
        await using var farebox = await CallingProcess.StartAsync();
        var call = await farebox.CallAsync("distrusted", $"https://127.0.0.1:{provider.Port}/v1");

        Assert.Equal((502, "upstream_error"), (call.Status, call.Error.GetProperty("code").GetString()));
        Assert.Contains("certificate", await farebox.LastErrorAsync("distrusted"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("certificate", call.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(provider.Protocols);
    }

    [Fact]
    public async Task Provider_UnderANameThatItsCertificateLacks_Is502()
    {
        await using var provider = await ProviderBehindTls.StartAsync();
        await using var farebox = await CallingProcess.StartAsync(("SSL_CERT_FILE", provider.AuthorityFile));
        var call = await farebox.CallAsync("misnamed", $"https://127.0.0.2:{provider.Port}/v1");
        var other = await farebox.CallAsync("impostor", $"https://elsewhere.localhost:{provider.Port}/v1");

        Assert.Equal((502, 502), (call.Status, other.Status));
        Assert.Empty(provider.Protocols);
    }
}
