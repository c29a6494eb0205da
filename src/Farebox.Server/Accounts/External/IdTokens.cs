using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Farebox.Server.Accounts.External;

/// <summary>Checks ID tokens (OpenID Connect Core 1.0, section 3.1.3.7).</summary>
internal sealed class IdTokens(ProviderDirectory providers, TimeProvider clock)
{
    // Signatures by public keys alone: with a shared secret, whoever knows it could be anybody.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>Who it is about.</summary>
    /// <exception cref="ProviderException">It is not valid, or not for this attempt.</exception>
    public async Task<ProviderIdentity> CheckAsync(
        SignInProvider provider, ProviderMetadata metadata, string token, string nonce, CancellationToken cancel)
    {
        var result = await Handler.ValidateTokenAsync(token, RulesOf(provider, metadata));

        // Keys change: what is signed with one that was not there is looked at again with those that are there now.
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && await providers.RenewAsync(provider, metadata, cancel) is { } renewed)
            result = await Handler.ValidateTokenAsync(token, RulesOf(provider, renewed));
        if (!result.IsValid) throw new ProviderException($"{provider.Id}: its token is not valid: {result.Exception.GetType().Name}", result.Exception);

        var read = (JsonWebToken)result.SecurityToken;
        if (TextOf(read, "nonce") != nonce) throw new ProviderException($"{provider.Id}: its token is of another attempt");
        if (read.Audiences.Count() > 1 && TextOf(read, "azp") != provider.ClientId)
            throw new ProviderException($"{provider.Id}: its token is for several audiences and was not issued to this client");
        if (read.Subject is not { Length: > 0 and <= 255 } subject) throw new ProviderException($"{provider.Id}: its token has no subject");
        var isVerified = read.TryGetPayloadValue<bool>("email_verified", out var verified) && verified;
        return new ProviderIdentity(subject, TextOf(read, "email"), isVerified, TextOf(read, "name"));
    }

    private TokenValidationParameters RulesOf(SignInProvider provider, ProviderMetadata metadata) => new()
    {
        ValidIssuer = provider.Issuer,
        ValidAudience = provider.ClientId,
        IssuerSigningKeys = metadata.Keys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, to, _, _) => IsNow(from, to),
    };

    private bool IsNow(DateTime? from, DateTime? to)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return to is { } end && now - Skew < end && (from is not { } begin || begin <= now + Skew);
    }

    private static string? TextOf(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var text) ? text : null;
}
