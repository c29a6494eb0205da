using Farebox.Contracts;
using Farebox.Contracts.Keys;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Budgets;
using Farebox.Server.Ledger;
using Farebox.Server.Limits;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>What any credential may ask about itself, and what anybody may ask about the keys that sign tokens.</summary>
internal sealed class KeyInfoEndpoints(SigningKeys signingKeys, BudgetStates budgets, LimitStates limits, LedgerBook ledger)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/key", async (HttpContext context, Caller caller) =>
            Results.Json(await DescribeAsync(caller, context.RequestAborted), FareboxJson.Options))
            .RequireScopes(Scopes.None).WithTags("API keys").WithSummary("Tell a credential about itself").Produces<KeyInfo>();
        routes.MapGet("/.well-known/jwks.json", (HttpContext context) =>
        {
            // A verifier that meets an unknown key id asks again; this only keeps the rest from asking each time.
            context.Response.Headers.CacheControl = "public, max-age=300";
            return Results.Json(signingKeys.Current.Public, FareboxJson.Options);
        }).WithTags("Access tokens");
    }

    private async Task<KeyInfo> DescribeAsync(Caller caller, CancellationToken cancellationToken) => new()
    {
        Kind = caller.Grant.Kind switch
        {
            CredentialKind.ApiKey => "api_key",
            CredentialKind.AdminKey => "admin_key",
            _ => "access_token",
        },
        KeyId = caller.Grant.KeyId,
        TokenId = caller.Grant.TokenId,
        RedactedValue = caller.RedactedValue,
        Name = caller.Grant.Name,
        OrganizationId = caller.OrganizationId,
        ProjectId = caller.ProjectId,
        Scopes = ScopeText.Names(caller.Grant.Scopes),
        Models = caller.Grant.Models.Entries,
        AllowedIps = caller.Grant.Addresses.Entries,
        ExpiresAt = caller.Grant.ExpiresAt,
        Budgets = await budgets.OfAsync(caller.Grant.Budgets.Where(budget => MaySee(caller, budget)), cancellationToken),
        Limits = await limits.OfAsync(caller.Grant),
        CreditBalanceUsd = caller.Grant.Has(Scopes.BillingRead)
            ? new NanoUsd((await ledger.ReadAsync(AccountHandle.Credit(caller.OrganizationId), cancellationToken)).Posted).ToString()
            : null,
    };

    // What an organization spends is not for everybody whom it gave a token.
    private static bool MaySee(Caller caller, Budget budget) =>
        budget.Level != BudgetLevel.Organization || caller.Grant.Has(Scopes.BillingRead);
}
