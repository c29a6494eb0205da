using System.Text;
using System.Text.Json;
using Farebox.Server.Accounts.Mail;
using Microsoft.AspNetCore.Http.Extensions;

namespace Farebox.Server.Accounts.External;

/// <summary>The authorization code flow with PKCE, as its client (OpenID Connect Core 1.0, section 3.1).</summary>
internal sealed class ProviderClient(ProviderDirectory providers, ProviderHttp http, IdTokens tokens, PublicAddress here)
{
    private const string Scopes = "openid email profile";

    /// <summary>Where to send the browser.</summary>
    /// <exception cref="ProviderException">The provider cannot be asked where.</exception>
    public async Task<string> AddressAsync(SignInProvider provider, Attempt attempt, CancellationToken cancel)
    {
        var metadata = await providers.GetAsync(provider, cancel);
        var query = new QueryBuilder
        {
            { "response_type", "code" },
            { "client_id", provider.ClientId },
            { "redirect_uri", ReturnAddress(provider) },
            { "scope", Scopes },
            { "state", attempt.State },
            { "nonce", attempt.Nonce },
            { "code_challenge", attempt.Challenge },
            { "code_challenge_method", "S256" },
        };
        return metadata.AuthorizationEndpoint + (metadata.AuthorizationEndpoint.Contains('?') ? "&" + query.ToString()[1..] : query.ToString());
    }

    /// <summary>Exchanges a code and checks what comes for it.</summary>
    /// <param name="issuer">As the answer named it; null when it did not.</param>
    /// <exception cref="ProviderException">Something is not as it must be.</exception>
    public async Task<ProviderIdentity> IdentifyAsync(SignInProvider provider, Attempt attempt, string code, string? issuer, CancellationToken cancel)
    {
        var metadata = await providers.GetAsync(provider, cancel);

        // A code that another provider issued is not shown to this one (RFC 9207: the mix-up attack).
        if (issuer is null ? metadata.NamesIssuer : issuer != provider.Issuer)
            throw new ProviderException($"{provider.Id}: the answer names the issuer '{issuer}'");
        var answer = await ExchangeAsync(provider, metadata, attempt, code, cancel);
        var claims = await tokens.CheckAsync(provider, metadata, Text(answer, "id_token") ?? "", attempt.Nonce, cancel);
        if (claims.Email is not null || metadata.UserInfoEndpoint is null || Text(answer, "access_token") is not { } access) return claims;
        return await AskUserInfoAsync(provider, metadata.UserInfoEndpoint, access, claims, cancel);
    }

    private Task<JsonElement> ExchangeAsync(SignInProvider provider, ProviderMetadata metadata, Attempt attempt, string code, CancellationToken cancel)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = ReturnAddress(provider), ["code_verifier"] = attempt.Verifier,
        };
        if (provider.ClientSecret.Length > 0 && !metadata.SecretInForm) return http.PostAsync(metadata.TokenEndpoint, form, BasicOf(provider), cancel);
        form["client_id"] = provider.ClientId;
        if (provider.ClientSecret.Length > 0) form["client_secret"] = provider.ClientSecret;
        return http.PostAsync(metadata.TokenEndpoint, form, null, cancel);
    }

    // Many providers tell the address only there (section 5.3); it must be about the same subject.
    private async Task<ProviderIdentity> AskUserInfoAsync(
        SignInProvider provider, string address, string access, ProviderIdentity claims, CancellationToken cancel)
    {
        var info = await http.GetAsync(address, access, cancel);
        if (Text(info, "sub") != claims.Subject) throw new ProviderException($"{provider.Id}: its user info is about somebody else");
        var verified = info.TryGetProperty("email_verified", out var word) && word.ValueKind == JsonValueKind.True;
        return claims with { Email = Text(info, "email"), EmailVerified = verified, Name = claims.Name ?? Text(info, "name") };
    }

    private string ReturnAddress(SignInProvider provider) => $"{here.Text}{ExternalForms.Root}/{provider.Id}/return";

    // Each part is encoded as in a form first (RFC 6749, section 2.3.1).
    private static string BasicOf(SignInProvider provider) => Convert.ToBase64String(
        Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(provider.ClientSecret)}"));

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
