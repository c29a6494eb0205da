using System.Security.Cryptography;
using System.Text;
using Farebox.Kernel.Credentials;
using Farebox.Server.Credentials;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Farebox.Server.Tests.Credentials;

public sealed class SigningKeyTests : CredentialTest
{
    [Fact]
    public async Task Jwks_VerifiesATokenWithoutAskingFarebox()
    {
        var (key, _) = await NewKeyAsync();
        var (token, _) = await NewTokenAsync(key);
        var jwks = await With(null).Get("/.well-known/jwks.json").Expect(200);
        Assert.Equal("public, max-age=300", jwks.Response.Headers.CacheControl!.ToString());
        var published = new JsonWebKeySet(jwks.Text);
        Assert.All(published.Keys, one => Assert.False(one.HasPrivateKey));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = published.Keys, ValidIssuer = "farebox", ValidAudience = "farebox", ValidateLifetime = false, ValidTypes = ["at+jwt"],
        });
        Assert.True(result.IsValid, result.Exception?.Message);
    }

    [Fact]
    public async Task OldKey_IsReplaced_AndStaysAsLongAsItsTokensMayLive()
    {
        var (key, _) = await NewKeyAsync();
        var first = Assert.Single(await KidsAsync());
        Clock.Advance(TimeSpan.FromDays(Farebox.Options.SigningKeyDays) - TimeSpan.FromSeconds(1));
        await Upkeep.RunOnceAsync();
        Assert.Equal([first], await KidsAsync());
        var (token, _) = await NewTokenAsync(key, new { expires_in = 86_400 });

        Clock.Advance(TimeSpan.FromSeconds(1));
        await Upkeep.RunOnceAsync();
        var both = await KidsAsync();
        Assert.Equal(2, both.Length);
        Assert.Equal(first, both[0]);
        var (newer, _) = await NewTokenAsync(key);
        Assert.Equal(both[1], new JsonWebToken(newer).Kid);
        await WhoAsync(token).Expect(200);

        Clock.Advance(TimeSpan.FromSeconds(86_400 - 2));
        await Upkeep.RunOnceAsync();
        Assert.Equal(both, await KidsAsync());
        await WhoAsync(token).Expect(200);
        Clock.Advance(TimeSpan.FromSeconds(3));
        await Upkeep.RunOnceAsync();
        Assert.Equal([both[1]], await KidsAsync());
    }

    [Fact]
    public async Task Restart_KeepsTheKeyAndItsTokens()
    {
        var (key, _) = await NewKeyAsync();
        var (token, _) = await NewTokenAsync(key);
        var signingKeys = Farebox.Services.GetRequiredService<SigningKeyStore>();
        var row = Assert.Single(await signingKeys.ListAsync());
        var kids = await KidsAsync();
        Assert.DoesNotContain("PRIVATE", Encoding.Latin1.GetString(row.PrivateKey), StringComparison.Ordinal);
        Assert.ThrowsAny<CryptographicException>(() => Import(row.PrivateKey));

        await Farebox.Services.GetRequiredService<SigningKeys>().RefreshAsync();
        Assert.Equal(kids, await KidsAsync());
        await WhoAsync(token).Expect(200);
    }

    [Fact]
    public async Task ForgedToken_Is401_AndCostsNoLookup()
    {
        var (key, keyId) = await NewKeyAsync();
        var (token, tokenId) = await NewTokenAsync(key);
        var before = Lookups;
        foreach (var how in new[] { "none", "unsigned", "hs256", "foreign key", "foreign key, our id", "other type", "other issuer", "altered" })
        {
            var reply = await WhoAsync(Forge(how, token, keyId, tokenId)).ExpectError(401, "invalid_api_key");
            Assert.Equal("Bearer error=\"invalid_token\"", reply.Challenge);
        }

        Assert.Equal(before, Lookups);
        await WhoAsync(token).Expect(200);
        await WhoAsync(Forge("nothing", token, keyId, tokenId)).Expect(200); // The forger's own work is good: only what it alters is refused.
    }

    private string Forge(string how, string token, string keyId, string tokenId)
    {
        var ours = Farebox.Services.GetRequiredService<SigningKeys>().Current.Credentials;
        var kid = ours.Key.KeyId;
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parts = token.Split('.');
        return how switch
        {
            "none" => Base64UrlEncoder.Encode($$"""{"alg":"none","typ":"at+jwt","kid":"{{kid}}"}""") + "." + parts[1] + ".",
            "unsigned" => parts[0] + "." + parts[1] + ".",
            "altered" => parts[0] + "." + Altered(parts[1]) + "." + parts[2],

            // The classic confusion: our public key, taken for the secret of a symmetric signature.
            "hs256" => Sign(new SigningCredentials(
                new SymmetricSecurityKey(((ECDsaSecurityKey)ours.Key).ECDsa.ExportSubjectPublicKeyInfo()) { KeyId = kid }, SecurityAlgorithms.HmacSha256)),
            "foreign key" => Sign(new SigningCredentials(new ECDsaSecurityKey(foreign) { KeyId = "sig_foreign" }, SecurityAlgorithms.EcdsaSha256)),
            "foreign key, our id" => Sign(new SigningCredentials(new ECDsaSecurityKey(foreign) { KeyId = kid }, SecurityAlgorithms.EcdsaSha256)),
            "other type" => Sign(ours, type: "JWT"),
            "other issuer" => Sign(ours, issuer: "somebody"),
            _ => Sign(ours),
        };

        string Altered(string claims) =>
            Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(claims).Replace("model.read", "keys.write", StringComparison.Ordinal));

        string Sign(SigningCredentials credentials, string type = "at+jwt", string issuer = "farebox") =>
            new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
            {
                TokenType = type, SigningCredentials = credentials,
                Claims = new Dictionary<string, object>
                {
                    ["iss"] = issuer, ["aud"] = "farebox", ["sub"] = keyId, ["jti"] = tokenId, ["exp"] = Clock.Seconds + TokenRules.MaxLifeSeconds,
                },
            });
    }

    private async Task<string[]> KidsAsync()
    {
        var jwks = await With(null).Get("/.well-known/jwks.json").Expect(200);
        return [.. jwks.Body.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private static void Import(byte[] sealedKey)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(sealedKey, out _);
    }
}
