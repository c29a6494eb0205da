namespace Farebox.Contracts.Tokens;

/// <summary>The public keys that access tokens can be verified with: a JWK set (RFC 7517).</summary>
public sealed record JsonWebKeys(IReadOnlyList<PublicSigningKey> Keys);

/// <summary>One public key on the curve P-256 (RFC 7518, section 6.2).</summary>
/// <param name="X">Base64url.</param>
/// <param name="Y">Base64url.</param>
public sealed record PublicSigningKey(string Kty, string Crv, string X, string Y, string Use, string Alg, string Kid);
