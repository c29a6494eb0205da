namespace Farebox.Contracts.Audit;

/// <summary>What audit events are about: OpenAI's words where it has them.</summary>
public static class AuditEventTypes
{
    public const string OrganizationCreated = "organization.created";
    public const string OrganizationUpdated = "organization.updated";
    public const string OrganizationArchived = "organization.archived";
    public const string ProjectCreated = "project.created";
    public const string ProjectUpdated = "project.updated";
    public const string ProjectArchived = "project.archived";

    /// <summary>Begins the types of projects' keys.</summary>
    public const string ApiKey = "api_key";

    /// <summary>Begins the types of admin keys, organizations' and operators'.</summary>
    public const string AdminApiKey = "admin_api_key";
    public const string AccessTokenCreated = "access_token.created";
    public const string AccessTokenRevoked = "access_token.revoked";
    public const string SigningKeyCreated = "signing_key.created";
    public const string SigningKeyDeleted = "signing_key.deleted";
    public const string BudgetCreated = "budget.created";
    public const string BudgetUpdated = "budget.updated";
    public const string BudgetDeleted = "budget.deleted";
    public const string RateLimitUpdated = "rate_limit.updated";
    public const string RateLimitDeleted = "rate_limit.deleted";
    public const string TierUpdated = "tier.updated";
    public const string TierDeleted = "tier.deleted";
    public const string CallLogUpdated = "call_log.updated";
    public const string PayloadDeleted = "payload.deleted";
    public const string CreditGrantCreated = "credit_grant.created";
    public const string VoucherCreated = "voucher.created";
    public const string VoucherRevoked = "voucher.revoked";
    public const string VoucherRedeemed = "voucher.redeemed";
    public const string PaymentCreated = "payment.created";
    public const string PaymentConfirmed = "payment.confirmed";
    public const string UpstreamCreated = "upstream.created";
    public const string UpstreamUpdated = "upstream.updated";
    public const string UpstreamDeleted = "upstream.deleted";
    public const string UpstreamDiscovered = "upstream.discovered";
    public const string ModelUpdated = "model.updated";
    public const string AliasUpdated = "alias.updated";
    public const string AliasDeleted = "alias.deleted";
    public const string PriceCreated = "price.created";
    public const string MultiplierCreated = "multiplier.created";

    public const string UserAdded = "user.added";
    public const string UserUpdated = "user.updated";
    public const string InviteSent = "invite.sent";
    public const string InviteAccepted = "invite.accepted";
    public const string InviteDeleted = "invite.deleted";
    public const string UserDeleted = "user.deleted";
    public const string LoginStarted = "login.started";
    public const string LoginSucceeded = "login.succeeded";
    public const string LogoutSucceeded = "logout.succeeded";

    /// <summary>A user may sign in by a provider from now on.</summary>
    public const string LoginLinked = "login.linked";
    public const string LoginUnlinked = "login.unlinked";

    // What follows the dot in the types of keys. A key that is revoked is gone for good, which OpenAI calls deleted.
    public const string Created = "created";
    public const string Updated = "updated";
    public const string Rotated = "rotated";
    public const string Disabled = "disabled";
    public const string Enabled = "enabled";
    public const string Deleted = "deleted";

    /// <summary>Every type that there is.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        OrganizationCreated, OrganizationUpdated, OrganizationArchived, ProjectCreated, ProjectUpdated, ProjectArchived,
        .. OfKeys(ApiKey), .. OfKeys(AdminApiKey), AccessTokenCreated, AccessTokenRevoked, SigningKeyCreated, SigningKeyDeleted,
        BudgetCreated, BudgetUpdated, BudgetDeleted, RateLimitUpdated, RateLimitDeleted, TierUpdated, TierDeleted, CallLogUpdated, PayloadDeleted,
        CreditGrantCreated, VoucherCreated, VoucherRevoked, VoucherRedeemed,
        PaymentCreated, PaymentConfirmed, UpstreamCreated, UpstreamUpdated, UpstreamDeleted, UpstreamDiscovered, ModelUpdated,
        AliasUpdated, AliasDeleted, PriceCreated, MultiplierCreated, UserAdded, UserUpdated, UserDeleted, InviteSent, InviteAccepted, InviteDeleted,
        LoginStarted, LoginSucceeded, LogoutSucceeded,
    ];

    private static IEnumerable<string> OfKeys(string begin) =>
        new[] { Created, Updated, Rotated, Disabled, Enabled, Deleted }.Select(verb => $"{begin}.{verb}");
}
