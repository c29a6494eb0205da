using System.Security.Cryptography;
using Farebox.Server.Accounts.External;
using Farebox.Testing.Server;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Farebox.Server.Tests.Accounts.External;

/// <summary>ID tokens that no honest provider sends.</summary>
public sealed class IdTokensTests : IDisposable
{
    private const string Issuer = "https://acme.example";
    private readonly RSA rsa = RSA.Create(2048);
    private readonly RSA other = RSA.Create(2048);
    private readonly ManualTimeProvider clock = new();
    private readonly ProviderHttp http = new();
    private readonly IdTokens tokens;

    public IdTokensTests() => tokens = new IdTokens(new ProviderDirectory(http, clock), clock);

    private static SignInProvider Provider => new()
    {
        Id = "acme", Name = "Acme", Issuer = Issuer, ClientId = "farebox", ClientSecret = "a secret of thirty-two characters",
    };

    private Dictionary<string, object> Claims => new()
    {
        ["iss"] = Issuer, ["aud"] = "farebox", ["sub"] = "bob", ["nonce"] = "n", ["exp"] = Now + 60, ["iat"] = Now, ["email"] = "bob@example.org",
    };

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public async Task Token_AsItMustBe_SaysWho()
    {
        var who = await CheckAsync(Sign(Claims, rsa));
        Assert.Equal(new ProviderIdentity("bob", "bob@example.org", EmailVerified: false, Name: null), who);
    }

    [Theory]
    [InlineData("iss", "https://evil.example")]
    [InlineData("aud", "another")]
    [InlineData("nonce", "another")]
    [InlineData("sub", "")]
    [InlineData("exp", 0L)]
    public async Task Token_WithAWrongClaim_IsRefused(string claim, object value) => await RefusesAsync(Sign(new(Claims) { [claim] = value }, rsa));

    [Theory]
    [InlineData("exp")]
    [InlineData("sub")]
    [InlineData("nonce")]
    [InlineData("aud")]
    [InlineData("iss")]
    public async Task Token_WithoutAClaim_IsRefused(string claim)
    {
        var claims = Claims;
        claims.Remove(claim);
        await RefusesAsync(Sign(claims, rsa));
    }

    [Fact]
    public async Task Token_ForSeveral_MustHaveBeenIssuedToUs()
    {
        Dictionary<string, object> several = new(Claims) { ["aud"] = new[] { "farebox", "another" } };
        await RefusesAsync(Sign(several, rsa));
        await RefusesAsync(Sign(new(several) { ["azp"] = "another" }, rsa));
        Assert.Equal("bob", (await CheckAsync(Sign(new(several) { ["azp"] = "farebox" }, rsa))).Subject);
    }

    [Fact]
    public async Task Token_SignedByAnotherKey_OrBySecret_OrByNobody_IsRefused()
    {
        await RefusesAsync(Sign(Claims, other));
        var bySecret = new SigningCredentials(new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(Provider.ClientSecret)), "HS256");
        await RefusesAsync(Write(Claims, bySecret));
        var byPublicKey = new SigningCredentials(new SymmetricSecurityKey(rsa.ExportSubjectPublicKeyInfo()), "HS256");
        await RefusesAsync(Write(Claims, byPublicKey));
        await RefusesAsync(Write(Claims, null));
        await RefusesAsync("not.a.token");
        await RefusesAsync("");
    }

    public void Dispose()
    {
        rsa.Dispose();
        other.Dispose();
        http.Dispose();
    }

    private static string Sign(Dictionary<string, object> claims, RSA key) =>
        Write(claims, new SigningCredentials(new RsaSecurityKey(key) { KeyId = "k" }, "RS256"));

    private static string Write(Dictionary<string, object> claims, SigningCredentials? by) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor { Claims = claims, SigningCredentials = by });

    private Task<ProviderIdentity> CheckAsync(string token)
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)) { KeyId = "k" });
        var metadata = new ProviderMetadata { AuthorizationEndpoint = "", TokenEndpoint = "", NamesIssuer = false, SecretInForm = false, Keys = [key] };
        return tokens.CheckAsync(Provider, metadata, token, "n", CancellationToken.None);
    }

    // The key named "k" is there, so that none is asked for; a token without one is not looked up over the network either.
    private async Task RefusesAsync(string token) => await Assert.ThrowsAsync<ProviderException>(() => CheckAsync(token));
}
