using System.Data.Common;
using Farebox.Contracts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Accounts.Users;

/// <summary>
/// One row of <c>users</c>. Identity's managers change it in memory and hand it back to <see cref="UserStore"/>. Times are Unix milliseconds.
/// </summary>
internal sealed class User
{
    public required string Id { get; init; }
    public required string Email { get; set; }
    public string NormalizedEmail { get; set; } = "";
    public bool EmailConfirmed { get; set; }
    public string Name { get; set; } = "";
    public string? PasswordHash { get; set; }
    public string SecurityStamp { get; set; } = "";
    public string ConcurrencyStamp { get; set; } = "";
    public bool TwoFactor { get; set; }
    public byte[]? AuthenticatorKey { get; set; }

    /// <summary>A JSON array of hashes in base64.</summary>
    public string RecoveryCodes { get; set; } = "[]";

    /// <summary>When it got its address in the place of another; null for the first, and for one that was put back.</summary>
    public long? EmailChangedAt { get; set; }

    /// <summary>
    /// <see cref="AuthenticatorKey"/> as it was when the latest letter was sent that takes the account back, or null when none was on: no other authenticator
    /// outlives that.
    /// </summary>
    public byte[]? KeptAuthenticator { get; set; }

    /// <summary>Whether the next write forgets wrong passwords: they showed otherwise who they are.</summary>
    public bool IsForgiven { get; set; }

    /// <summary>Of time, of the last authenticator code that was taken.</summary>
    public long LastCodeStep { get; set; }
    public bool IsOperator { get; set; }
    public required long CreatedAt { get; set; }
    public long? DisabledAt { get; set; }

    /// <summary>
    /// Who changes it and what the audit log calls that, for the next write alone. Null for what is only kept account of, such as the last
    /// authenticator code.
    /// </summary>
    public UserChange? Change { get; set; }

    /// <summary>As it goes out.</summary>
    public UserInfo ToContract() => new(
        "user", Id, Email, EmailConfirmed, Name, TwoFactor, IsOperator, DisabledAt is null ? "active" : "disabled", CreatedAt / 1000);
}

/// <summary>What the audit log is told of a change.</summary>
/// <param name="Type">Of <see cref="Contracts.Audit.AuditEventTypes"/>.</param>
internal sealed record UserChange(Actor Actor, string Type)
{
    /// <summary>What else is written in the same transaction, such as a letter; given the user as stored.</summary>
    public Action<DbConnection, AuditTrail, User>? Along { get; init; }
}
