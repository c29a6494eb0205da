using Farebox.Contracts.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Farebox.Server.Credentials;

/// <summary>The keys that sign access tokens, at one moment: the newest signs, all of them verify.</summary>
internal sealed class SigningKeySet
{
    private readonly Dictionary<string, ECDsaSecurityKey> _byId;

    /// <summary>Makes a set of at least one key, the newest last.</summary>
    public SigningKeySet(IReadOnlyList<ECDsaSecurityKey> keys)
    {
        _byId = keys.ToDictionary(key => key.KeyId, StringComparer.Ordinal);
        Credentials = new SigningCredentials(keys[^1], SecurityAlgorithms.EcdsaSha256);
        Public = new JsonWebKeys([.. keys.Select(Describe)]);
    }

    /// <summary>What new tokens are signed with.</summary>
    public SigningCredentials Credentials { get; }

    /// <summary>The public halves.</summary>
    public JsonWebKeys Public { get; }

    /// <summary>The key of this id, if it is one of ours.</summary>
    public ECDsaSecurityKey? Find(string? id) => id is not null && _byId.TryGetValue(id, out var key) ? key : null;

    private static PublicSigningKey Describe(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
        return new PublicSigningKey("EC", "P-256", x, y, "sig", "ES256", key.KeyId);
    }
}
