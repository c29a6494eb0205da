using Farebox.Contracts.Tokens;
using Farebox.Kernel.Money;

namespace Farebox.Server.Credentials;

/// <summary>One row of <c>access_tokens</c>, and what its key's rows say of its life. Times are Unix milliseconds.</summary>
internal sealed record AccessTokenRow
{
    public required string Id { get; init; }
    public required string KeyId { get; init; }
    public string? SecretId { get; init; }
    public string? ParentTokenId { get; init; }
    public required long Depth { get; init; }
    public required string Scopes { get; init; }
    public required string Models { get; init; }
    public required string AllowedIps { get; init; }
    public long? MaxSpendNano { get; init; }
    public long? MaxRequests { get; init; }
    public long? Rpm { get; init; }
    public long? Rpd { get; init; }
    public long? Tpm { get; init; }
    public long? Tpd { get; init; }
    public long? Ipm { get; init; }
    public long? Concurrency { get; init; }
    public string? Label { get; init; }
    public string? UserName { get; init; }
    public required long CreatedAt { get; init; }
    public required long ExpiresAt { get; init; }
    public long? RevokedAt { get; init; }

    /// <summary>Whether its key, and the secret that minted it, still work at the time of the query.</summary>
    public bool KeyWorks { get; init; } = true;

    /// <summary>As it goes out.</summary>
    public AccessToken ToContract(long nowMs) => new()
    {
        Id = Id,
        KeyId = KeyId,
        ParentTokenId = ParentTokenId,
        Depth = (int)Depth,
        Status = RevokedAt is not null ? "revoked" : nowMs >= ExpiresAt ? "expired" : KeyWorks ? "active" : "revoked",
        Scope = Scopes,
        Models = StoredText.Models(Models).Entries,
        AllowedIps = StoredText.Addresses(AllowedIps).Entries,
        MaxSpendUsd = MaxSpendNano is { } nano ? new NanoUsd(nano).ToString() : null,
        MaxRequests = MaxRequests,
        Rpm = Rpm,
        Rpd = Rpd,
        Tpm = Tpm,
        Tpd = Tpd,
        Ipm = Ipm,
        Concurrency = Concurrency,
        Label = Label,
        User = UserName,
        CreatedAt = CreatedAt / 1000,
        ExpiresAt = ExpiresAt / 1000,
        RevokedAt = RevokedAt / 1000,
    };
}
