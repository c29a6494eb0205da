using System.Security.Cryptography;
using System.Text;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Platform;

/// <summary>
/// The root of everything secret here. Each use derives a key of its own from it (HKDF, RFC 5869), so that none leads to another.
/// </summary>
public sealed class InstallationSecret : IDisposable
{
    /// <summary>Its file in the data directory.</summary>
    internal const string FileName = "secrets";

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int MinBytes = 32;

    // One per thread, kept: making one anew costs OpenSSL several times the hash itself, and every call is authenticated by one.
    private readonly ThreadLocal<IncrementalHash> _hash;
    private readonly byte[] _encryptionKey;

    /// <summary>Derives the keys from a secret of at least 32 bytes.</summary>
    public InstallationSecret(ReadOnlySpan<byte> secret)
    {
        var pepper = Derive(secret, "farebox credential pepper v1");
        _hash = new ThreadLocal<IncrementalHash>(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, pepper));
        _encryptionKey = Derive(secret, "farebox encryption v1");
    }

    /// <summary>Takes the secret from the options, else from the data directory, where one is made (mode 0600) when there is none.</summary>
    public static InstallationSecret Load(FareboxOptions options)
    {
        if (options.Secret.Length > 0) return new InstallationSecret(Encoding.UTF8.GetBytes(options.Secret));

        var path = Path.Combine(options.Data, FileName);
        if (!File.Exists(path)) Create(path);
        var kept = Encoding.ASCII.GetBytes(File.ReadAllText(path).Trim());
        if (kept.Length < MinBytes)
        {
            throw new StartRefusedException(
                $"`secret` (FAREBOX_SECRET): {path} holds less than {MinBytes} characters. Restore it from a backup, or set the option.");
        }

        return new InstallationSecret(kept);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    /// <summary>HMAC-SHA-256 of a credential: what the store keeps instead of it.</summary>
    public void Hash(ReadOnlySpan<byte> credential, Span<byte> target)
    {
        var hash = _hash.Value!;
        hash.AppendData(credential);
        hash.GetHashAndReset(target);
    }

    /// <summary>Encrypts and authenticates (AES-256-GCM, fresh nonce first); the purpose is bound to it and must be given again.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> plain, string purpose)
    {
        var sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_encryptionKey, TagBytes);
        aes.Encrypt(
            sealedBytes.AsSpan(0, NonceBytes), plain, sealedBytes.AsSpan(NonceBytes, plain.Length), sealedBytes.AsSpan(^TagBytes..),
            Encoding.UTF8.GetBytes(purpose));
        return sealedBytes;
    }

    /// <summary>Undoes <see cref="Encrypt"/>.</summary>
    /// <exception cref="CryptographicException">Not ours, altered, for another purpose, or from another installation secret.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> sealedBytes, string purpose)
    {
        if (sealedBytes.Length < NonceBytes + TagBytes) throw new CryptographicException("The encrypted value is too short.");
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_encryptionKey, TagBytes);
        aes.Decrypt(
            sealedBytes[..NonceBytes], sealedBytes[NonceBytes..^TagBytes], sealedBytes[^TagBytes..], plain, Encoding.UTF8.GetBytes(purpose));
        return plain;
    }

    private static byte[] Derive(ReadOnlySpan<byte> secret, string use)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, [], Encoding.ASCII.GetBytes(use));
        return key;
    }

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // Under its own name only once it is whole: a crash in between must not leave half a secret to be taken for one.
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var file = new FileStream(unfinished, options))
        {
            file.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true) + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: false);
    }
}
