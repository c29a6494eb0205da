using System.Security.Cryptography;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Microsoft.IdentityModel.Tokens;

namespace Farebox.Server.Credentials;

/// <summary>
/// Keeps the keys that sign access tokens: makes the first, replaces the newest when it is old, drops those nobody needs.
/// </summary>
internal sealed class SigningKeys(
    SigningKeyStore store, InstallationSecret secret, IdSource ids, FareboxOptions options, TimeProvider clock, ILogger<SigningKeys> logger)
{
    private const string Purpose = "access token signing key ";
    private volatile SigningKeySet? _current;

    /// <summary>The present set.</summary>
    public SigningKeySet Current => _current ?? throw new InvalidOperationException("Signing keys are read when the server starts.");

    /// <summary>Brings the set up to date. Called at start and from time to time, never twice at once.</summary>
    /// <exception cref="StartRefusedException">A key in the store was encrypted with another installation secret.</exception>
    public async Task RefreshAsync()
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var rows = await store.ListAsync();
        if (rows.Count == 0 || nowMs - rows[^1].CreatedAt >= options.SigningKeyDays * 86_400_000L) rows.Add(await AddAsync(nowMs));

        // A key's last token was signed just before its successor came, and lives for a day at most.
        while (rows.Count > 1 && nowMs - rows[1].CreatedAt > TokenRules.MaxLifeSeconds * 1000)
        {
            await store.DeleteAsync(rows[0].Id);
            CredentialsLog.SigningKeyDropped(logger, rows[0].Id);
            rows.RemoveAt(0);
        }

        // The same objects as long as they are needed: the library keeps what it derives from a key with the key.
        _current = new SigningKeySet([.. rows.Select(row => _current?.Find(row.Id) ?? Open(row))]);
    }

    private async Task<SigningKeyRow> AddAsync(long nowMs)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = ids.Next("sig_");
        var row = new SigningKeyRow { Id = id, PrivateKey = secret.Encrypt(key.ExportPkcs8PrivateKey(), Purpose + id), CreatedAt = nowMs };
        await store.AddAsync(row);
        CredentialsLog.SigningKeyMade(logger, id);
        return row;
    }

    private ECDsaSecurityKey Open(SigningKeyRow row)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(secret.Decrypt(row.PrivateKey, Purpose + row.Id), out _);
        }
        catch (CryptographicException e)
        {
            throw new StartRefusedException(
                "`secret` (FAREBOX_SECRET): the store's signing keys were encrypted with another installation secret.", e);
        }

        return new ECDsaSecurityKey(key) { KeyId = row.Id };
    }
}
