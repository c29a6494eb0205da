using Farebox.Contracts;
using Farebox.Contracts.Billing;
using Farebox.Kernel.Billing;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;

namespace Farebox.Server.Billing;

/// <summary><c>POST /v1/organization/vouchers/redeem</c>: a code becomes credit, once.</summary>
internal sealed class RedeemEndpoint(
    VoucherStore store, TopUps topUps, WrongCodes wrongCodes, InstallationSecret secret, TimeProvider clock, ILogger<RedeemEndpoint> logger)
{
    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/organization/vouchers/redeem", RedeemAsync)
        .RequireScopes(Scopes.BillingWrite).WithTags("Credit").WithSummary("Redeem a voucher").Produces<TopUp>();

    private async Task<IResult> RedeemAsync(Caller caller, JsonBody<RedeemRequest> body)
    {
        if (body.Error is not null) return body.Error;
        if (body.Value.Code is not { } typed) return ApiErrors.Missing("code");
        if (VoucherCode.Normalize(typed) is not { } code) return VoucherErrors.Malformed;
        var organization = caller.OrganizationId;
        if (wrongCodes.WaitMs(organization) is { } waitMs) return VoucherErrors.TooMany(waitMs);

        var hash = VoucherHash.Of(code, secret);
        if (await store.FindAsync(hash) is not { } found)
        {
            wrongCodes.Note(organization);
            return VoucherErrors.Unknown;
        }

        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (VoucherErrors.Of(found, organization, nowMs) is { } error) return error;

        var wish = new TopUpWish(
            organization, TopUpSources.Voucher, new NanoUsd(found.AmountNano), found.Id, found.Note, caller.Grant.KeyId);
        var added = await topUps.AddAsync(wish, caller.Actor, connection => VoucherStore.Claim(connection, found.Id, organization, nowMs));

        // Somebody was faster, since the look: the claim alone decides.
        if (added is null) return VoucherErrors.Of((await store.FindAsync(hash))!, organization, nowMs)!;
        var topUp = added.ToContract();
        BillingLog.VoucherRedeemed(logger, topUp.Id, found.Id, organization, caller.Grant.KeyId);
        return Results.Json(topUp, FareboxJson.Options);
    }
}
