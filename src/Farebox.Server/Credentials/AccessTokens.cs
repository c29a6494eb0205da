using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Farebox.Server.Credentials;

/// <summary>The text of access tokens: JWTs of the profile in RFC 9068, signed with ES256 and nothing else.</summary>
internal sealed class AccessTokens
{
    /// <summary>Longest text that is looked at.</summary>
    public const int MaxLength = 2048;

    private const string Type = "at+jwt";
    private const string Issuer = "farebox";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MaximumTokenSizeInBytes = MaxLength };
    private readonly TokenValidationParameters _rules;
    private readonly SigningKeys _keys;

    public AccessTokens(SigningKeys keys)
    {
        _keys = keys;
        _rules = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = [Type],
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = (_, _, id, _) => keys.Current.Find(id) is { } key ? [key] : [],

            // Expiry is looked at on each use, by the server's own clock.
            ValidateLifetime = false,
        };
    }

    /// <summary>Whether a credential is to be read as an access token: all JWTs begin with the same letters.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<char> credential) => credential.StartsWith("eyJ", StringComparison.Ordinal);

    /// <summary>Whether it is worth a closer look: nothing longer, and nothing but ASCII, was ever made here.</summary>
    public static bool CanBeOne(ReadOnlySpan<char> credential) =>
        LooksLikeOne(credential) && credential.Length <= MaxLength && Ascii.IsValid(credential);

    /// <summary>Writes and signs the token that stands for a row.</summary>
    public string Sign(AccessTokenRow row) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = Type,
        SigningCredentials = _keys.Current.Credentials,
        Claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Iss] = Issuer,
            [JwtRegisteredClaimNames.Aud] = Issuer,
            [JwtRegisteredClaimNames.Sub] = row.KeyId,
            ["client_id"] = row.KeyId,
            [JwtRegisteredClaimNames.Jti] = row.Id,
            ["scope"] = row.Scopes,
            [JwtRegisteredClaimNames.Iat] = row.CreatedAt / 1000,
            [JwtRegisteredClaimNames.Exp] = row.ExpiresAt / 1000,
        },
    });

    /// <summary>The token's id, key and expiry when it was signed here; null for any other text.</summary>
    public async ValueTask<VerifiedToken?> VerifyAsync(string text)
    {
        var result = await _handler.ValidateTokenAsync(text, _rules);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token) return null;
        return new VerifiedToken(token.Id, token.Subject, token.GetPayloadValue<long>(JwtRegisteredClaimNames.Exp));
    }
}

/// <summary>What a token that was signed here says of itself. Its row decides everything else.</summary>
/// <param name="ExpiresAt">Unix seconds.</param>
internal readonly record struct VerifiedToken(string Id, string KeyId, long ExpiresAt);
