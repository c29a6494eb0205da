using Farebox.Contracts.Keys;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>What each verb makes of a key: pure decisions from its present row. A revoked key stays as it is.</summary>
internal static class KeyEdits
{
    private static readonly ApiError Revoked = ApiErrors.Conflict("The key has been revoked, which is final. Create another one.", "key");

    /// <summary>Applies what the request names, and keeps the rest.</summary>
    public static KeyEdit Update(ApiKeyRow row, UpdateKeyRequest request, Scopes callers, long nowMs)
    {
        if (row.RevokedAt is not null) return KeyEdit.Refused(Revoked);
        if (request.Name is not null)
        {
            var (name, error) = NameField.Read(request.Name);
            if (error is not null) return KeyEdit.Refused(error);
            row = row with { Name = name };
        }

        if (request.Permissions is not null || request.Scopes is not null)
        {
            var (permissions, scopes, error) =
                KeyWish.Permission(StoredText.Kind(row.Kind), request.Permissions, request.Scopes, callers, row.Granted);
            if (error is not null) return KeyEdit.Refused(error);
            row = row with { Permissions = permissions, Scopes = scopes };
        }

        if (request.Models is not null)
        {
            var (models, error) = KeyWish.Models(request.Models);
            if (error is not null) return KeyEdit.Refused(error);
            row = row with { Models = models };
        }

        if (request.ExpiresAt is { } at)
        {
            var (expiresAtMs, error) = KeyWish.Expiry(at == 0 ? null : at, null, nowMs);
            if (error is not null) return KeyEdit.Refused(error);
            row = row with { ExpiresAt = expiresAtMs };
        }

        return new KeyEdit(row, null);
    }

    /// <summary>Gives it a new secret. Whoever gets to see the secret must not gain scopes by it.</summary>
    public static KeyEdit Rotate(ApiKeyRow row, KeySecret secret, long overlapSeconds, Scopes callers, long nowMs)
    {
        if (row.RevokedAt is not null) return KeyEdit.Refused(Revoked);
        var wider = KeyRules.Escalation(callers, row.Granted);
        return wider == Scopes.None
            ? new KeyEdit(row, null, secret, nowMs + (overlapSeconds * 1000))
            : KeyEdit.Refused(ApiErrors.ScopeMissing(ScopeText.Join(wider)));
    }

    /// <summary>Stops it until it is enabled.</summary>
    public static KeyEdit Disable(ApiKeyRow row, long nowMs) =>
        row.RevokedAt is not null ? KeyEdit.Refused(Revoked) : new KeyEdit(row with { DisabledAt = row.DisabledAt ?? nowMs }, null);

    /// <summary>Lets it work again.</summary>
    public static KeyEdit Enable(ApiKeyRow row) =>
        row.RevokedAt is not null ? KeyEdit.Refused(Revoked) : new KeyEdit(row with { DisabledAt = null }, null);

    /// <summary>Stops it for good.</summary>
    public static KeyEdit Revoke(ApiKeyRow row, long nowMs) =>
        row.RevokedAt is not null ? KeyEdit.Refused(Revoked) : new KeyEdit(row with { RevokedAt = nowMs }, null);
}
