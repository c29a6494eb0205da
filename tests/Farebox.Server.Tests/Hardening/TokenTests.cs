using System.Security.Cryptography;
using System.Text;
using Farebox.Server.Credentials;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Upstreams.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Farebox.Server.Tests.Hardening;

/// <summary>Access tokens that somebody made or altered: besides those of <c>SigningKeyTests</c>, whatever a JWT library has ever fallen for.</summary>
public sealed class TokenTests : CredentialTest
{
    private ECDsa _ours = null!;
    private string _key = "";
    private string _kid = "";
    private string _claims = "";
    private string _token = "";

    [Fact]
    public async Task Algorithms_OtherThanOurs_AreRefused_WithWhateverSignature()
    {
        await BeginAsync();
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var publicKey = _ours.ExportSubjectPublicKeyInfo();
        foreach (var alg in new[] { "none", "None", "NONE", "nOnE", "", "es256", "ES256K", "EdDSA", "PS256", "RS256", "HS256", "HS384", "HS512", "ES384", "ES512" })
        {
            var input = Input(Header(alg));
            foreach (var signature in new byte[][]
            {
                [], HMACSHA256.HashData(publicKey, Bytes(input)), HMACSHA256.HashData(Bytes(_ours.ExportSubjectPublicKeyInfoPem()), Bytes(input)),
                HMACSHA256.HashData(Array.Empty<byte>(), Bytes(input)),
                HMACSHA512.HashData(publicKey, Bytes(input)), p384.SignData(Bytes(input), HashAlgorithmName.SHA384), rsa.SignData(Bytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                _ours.SignData(Bytes(input), HashAlgorithmName.SHA256), _ours.SignData(Bytes(input), HashAlgorithmName.SHA384),
            })
            {
                await AssertRefusedAsync($"{input}.{Base64UrlEncoder.Encode(signature)}", $"alg {alg}");
            }
        }

        await AssertGoodAsync();
    }

    [Fact]
    public async Task Keys_ThatTheTokenBringsAlong_AreNotLookedAt()
    {
        await BeginAsync();
        using var peer = new RawPeer();
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = foreign.ExportParameters(false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}","kid":"{{_kid}}"}""";
        foreach (var more in new[]
        {
            $",\"jwk\":{jwk}", $",\"jku\":\"{peer.BaseUrl}\"", $",\"x5u\":\"{peer.BaseUrl}\"", $",\"x5c\":[\"{Convert.ToBase64String(foreign.ExportSubjectPublicKeyInfo())}\"]",
            ",\"x5t\":\"AAAA\"", $",\"jwk\":{jwk},\"jku\":\"{peer.BaseUrl}\",\"crit\":[\"jwk\"]",
        })
        {
            await AssertRefusedAsync(Signed(foreign, Header("ES256", more)), more);
            await AssertRefusedAsync(Signed(foreign, Header("ES256", more, kid: null)), more);
        }

        Assert.False(peer.HasMore);
        await AssertGoodAsync();
    }

    [Fact]
    public async Task KeyIds_ThatAreNone_AreRefused()
    {
        await BeginAsync();
        using var empty = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var kid in new[]
        {
            "\"../../../../dev/null\"", "\"' OR '1'='1\"", "\"' UNION SELECT 'AA' --\"", "\"sig_\\u0000\"", $"\"{_kid}\\u0000\"", $"\" {_kid}\"", $"\"{_kid.ToUpperInvariant()}\"", "\"\"",
            "null", "7", $"[\"{_kid}\"]", "{}", $"\"{new string('k', 900)}\"", "\"file:///etc/passwd\"", "\"$(id)\"",
        })
        {
            await AssertRefusedAsync(Signed(empty, $$"""{"alg":"ES256","typ":"at+jwt","kid":{{kid}}}"""), kid);
            if (!kid.Contains(_kid, StringComparison.Ordinal)) await AssertRefusedAsync(Signed(_ours, $$"""{"alg":"ES256","typ":"at+jwt","kid":{{kid}}}"""), kid);
        }

        await AssertRefusedAsync(Signed(_ours, """{"alg":"ES256","typ":"at+jwt"}"""), "no kid");
        await AssertGoodAsync();
    }

    [Fact]
    public async Task Signatures_ThatAreNone_AreRefused_InWhateverForm()
    {
        await BeginAsync();
        var input = _token[.._token.LastIndexOf('.')];
        var good = Base64UrlEncoder.DecodeBytes(_token.Split('.')[2]);
        byte[] zero = new byte[32], one = [.. new byte[31], 1], r = good[..32], s = good[32..];
        byte[] order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), all = [.. Enumerable.Repeat((byte)255, 32)];
        foreach (var signature in new byte[][]
        {
            [], [.. zero, .. zero], [.. zero, .. s], [.. r, .. zero], [.. one, .. one], [.. one, .. zero], [.. order, .. order], [.. r, .. order], [.. all, .. all], [.. s, .. r],
            good[..63], [.. good, 0], [0, .. good], r, [.. zero, .. r, .. zero, .. s], _ours.SignData(Bytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        })
        {
            await AssertRefusedAsync($"{input}.{Base64UrlEncoder.Encode(signature)}", Convert.ToHexString(signature));
        }

        foreach (var text in new[] { _token + ".", _token + ".x", "." + _token, input, _token + "=", _token.Replace('.', ','), input + "." + _token, $"{_token}.e30.e30", _token[..^1] })
            await AssertRefusedAsync(text, text);
        await AssertGoodAsync();
    }

    [Fact]
    public async Task OtherFormOfAGoodSignature_IsNoOtherToken_AndDiesWithIt()
    {
        await BeginAsync();
        var good = Base64UrlEncoder.DecodeBytes(_token.Split('.')[2]);
        var order = new System.Numerics.BigInteger(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
        var s = (order - new System.Numerics.BigInteger(good.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] twin = [.. good[..32], .. new byte[32 - s.Length], .. s];
        var other = $"{_token[.._token.LastIndexOf('.')]}.{Base64UrlEncoder.Encode(twin)}";

        // ECDSA allows both. What matters: it is the same token, with the same row.
        var seen = await WhoAsync(other);
        if ((int)seen.Status == 200) Assert.Equal((await WhoAsync(_token).Expect(200)).String("token_id"), seen.String("token_id"));
        await With(_key).Delete($"/v1/tokens/{(await WhoAsync(_token)).String("token_id")}").Expect(200);
        Assert.Equal(401, (int)(await WhoAsync(_token)).Status);
        Assert.Equal(401, (int)(await WhoAsync(other)).Status);
    }

    [Fact]
    public async Task Claims_AreOurs_OrTheTokenIsNot()
    {
        await BeginAsync();
        foreach (var (from, to) in new[]
        {
            ("\"iss\":\"farebox\"", "\"iss\":\"evil\""), ("\"iss\":\"farebox\",", ""), ("\"aud\":\"farebox\"", "\"aud\":\"other\""), ("\"aud\":\"farebox\",", ""),
            ("\"aud\":\"farebox\"", "\"aud\":[]"),
            ("\"jti\":\"", "\"jti\":\"x"), ("\"jti\":\"", "\"jti\":\"' OR 1=1 --"),
        })
        {
            Assert.Contains(from, _claims, StringComparison.Ordinal);
            await AssertRefusedAsync(Signed(_ours, Header("ES256"), _claims.Replace(from, to, StringComparison.Ordinal)), to, maySearch: true);
        }

        foreach (var typ in new[] { "JWT", "", "at+jwt ", "id_token", "dpop+jwt" })
            await AssertRefusedAsync(Signed(_ours, $$"""{"alg":"ES256","typ":"{{typ}}","kid":"{{_kid}}"}"""), typ);
        await AssertRefusedAsync(Signed(_ours, $$"""{"alg":"ES256","kid":"{{_kid}}"}"""), "no typ");
        await WhoAsync(Signed(_ours, Header("ES256"))).Expect(200); // The maker of these is good: only what it alters is refused.
        await AssertGoodAsync();
    }

    [Fact]
    public async Task TokensThatAreHuge_OrNoJson_AreRefused_BeforeAnythingIsMadeOfThem()
    {
        await BeginAsync();
        foreach (var text in new[]
        {
            "eyJ" + new string('A', 2045), "eyJ" + new string('A', 2046), "eyJ" + new string('A', 20_000), "eyJ" + new string('.', 2000), "eyJ..", "eyJ.e30.AA", "eyJhbGciOiJFUzI1NiJ9..",
            Base64UrlEncoder.Encode("{\"alg\":\"ES256\",\"alg\":\"none\"}") + ".e30.", Base64UrlEncoder.Encode("{\"a\":" + new string('[', 1200)) + ".e30.AA",
            Base64UrlEncoder.Encode(Header("ES256")) + "." + Base64UrlEncoder.Encode("{\"a\":" + new string('[', 900)) + ".AA",
        })
        {
            await AssertRefusedAsync(text, text[..Math.Min(text.Length, 50)]);
        }

        await AssertGoodAsync();
    }

    private async Task BeginAsync()
    {
        (_key, _) = await NewKeyAsync();
        (_token, _) = await NewTokenAsync(_key);
        _ours = ((ECDsaSecurityKey)Farebox.Services.GetRequiredService<SigningKeys>().Current.Credentials.Key).ECDsa;
        _kid = Farebox.Services.GetRequiredService<SigningKeys>().Current.Credentials.Key.KeyId;
        _claims = Base64UrlEncoder.Decode(_token.Split('.')[1]);
        await AssertGoodAsync();
    }

    private async Task AssertGoodAsync() => await WhoAsync(_token).Expect(200);

    private async Task AssertRefusedAsync(string token, string what, bool maySearch = false)
    {
        var before = Lookups;
        var reply = await Wire.SendAsync(With(null), HttpMethod.Get, "/v1/key", null, ("Authorization", "Bearer " + token));
        Assert.True((int)reply.Status is 401 or 400, $"{what}: {(int)reply.Status} {reply.Text}");
        if (!maySearch) Assert.Equal(before, Lookups);
    }

    private string Header(string alg, string more = "", string? kid = "ours") =>
        $$"""{"alg":"{{alg}}","typ":"at+jwt"{{(kid is null ? "" : $",\"kid\":\"{_kid}\"")}}{{more}}}""";

    private string Input(string header, string? claims = null) => $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(claims ?? _claims)}";

    private string Signed(ECDsa key, string header, string? claims = null)
    {
        var input = Input(header, claims);
        return $"{input}.{Base64UrlEncoder.Encode(key.SignData(Bytes(input), HashAlgorithmName.SHA256))}";
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
