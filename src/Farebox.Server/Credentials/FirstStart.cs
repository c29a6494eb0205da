using Farebox.Contracts;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Credentials;

/// <summary>What the start found.</summary>
/// <param name="OperatorKey">Text of an operator's key that was made just now: to be shown once, as nobody can read it later.</param>
/// <param name="Error">Why the server must not start, naming the option.</param>
public sealed record FirstStartResult(string? OperatorKey, string? Error);

/// <summary>Sees to it that somebody can operate this Farebox.</summary>
internal sealed class FirstStart(
    OperatorKeyStore store, InstallationSecret secret, IdSource ids, FareboxOptions options, ChangeFeed changes, TimeProvider clock,
    ILogger<FirstStart> logger)
{
    private const string OptionName = "FAREBOX_ADMIN_KEY";

    /// <summary>
    /// Makes the key that the options name valid, or, when no operator's key works, a new one. Safe to call at each start; a key that
    /// was revoked stays revoked.
    /// </summary>
    public async Task<FirstStartResult> EnsureAsync()
    {
        if (options.AdminKey.Length > 0) return new FirstStartResult(null, await EnsureNamedAsync());

        var made = KeySecret.Create(KeyKind.Operator, secret, ids);
        var row = Row("first operator's key", made);
        if (!await store.AddIfNoneWorksAsync(row, made)) return new FirstStartResult(null, null);
        CredentialsLog.OperatorKeyMade(logger, row.Id);
        return new FirstStartResult(made.Text, null);
    }

    private async Task<string?> EnsureNamedAsync()
    {
        var named = new KeySecret(options.AdminKey, secret, ids);
        var row = Row(OptionName, named);
        if (await store.AddUnlessHeldAsync(row, named) is { } held)
            return Fault(held, row.CreatedAt) is { } why ? $"`admin_key` ({OptionName}): {why}" : null;

        changes.AnnounceCredential(row.Id);
        CredentialsLog.OperatorKeyMade(logger, row.Id);
        return null;
    }

    private static string? Fault(HeldSecret held, long nowMs)
    {
        if (held.Kind != StoredText.Of(KeyKind.Operator)) return "this key is an organization's, not an operator's; choose another one";
        if (held.RevokedAt is not null) return "this key has been revoked, and a revoked key stays revoked; choose another one";
        if (held.DisabledAt is not null) return "this key is disabled; enable it with another operator's key, or choose another one";
        if (held.ExpiresAt <= nowMs) return "this key has expired; choose another one";
        return held.SecretExpiresAt is not null ? "this key was rotated: use its newer secret" : null;
    }

    private ApiKeyRow Row(string name, KeySecret secret) => new()
    {
        Id = ids.Next("key_"),
        Kind = StoredText.Of(KeyKind.Operator),
        Name = name,
        Permissions = Permissions.All,
        Scopes = "",
        Models = StoredText.Of(ModelSet.All.Entries),
        CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        Masked = secret.Masked,
    };
}
