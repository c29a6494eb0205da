using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>
/// What a credential is known by: for a key, its HMAC-SHA-256 under the installation's pepper, as in the store; for an access token,
/// the SHA-256 of its text. Made without touching the heap.
/// </summary>
internal readonly record struct CredentialHash(ulong A, ulong B, ulong C, ulong D)
{
    private const int Bytes = 32;

    /// <summary>The hash of a key's text, which has to be well-formed.</summary>
    public static CredentialHash OfKey(ReadOnlySpan<char> key, InstallationSecret secret)
    {
        Span<byte> ascii = stackalloc byte[KeyText.Length];
        Encoding.ASCII.GetBytes(key, ascii);
        Span<byte> hash = stackalloc byte[Bytes];
        secret.Hash(ascii, hash);
        return MemoryMarshal.Read<CredentialHash>(hash);
    }

    /// <summary>The hash of an access token's text, which has to pass <see cref="AccessTokens.CanBeOne"/>.</summary>
    public static CredentialHash OfToken(ReadOnlySpan<char> token)
    {
        Span<byte> ascii = stackalloc byte[AccessTokens.MaxLength];
        var length = Encoding.ASCII.GetBytes(token, ascii);
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(ascii[..length], hash);
        return MemoryMarshal.Read<CredentialHash>(hash);
    }

    /// <summary>As the store keeps it.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes(new ReadOnlySpan<CredentialHash>(in this)).ToArray();

    /// <inheritdoc/>
    public override int GetHashCode() => A.GetHashCode();
}
