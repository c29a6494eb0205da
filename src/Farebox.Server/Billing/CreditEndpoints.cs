using Farebox.Contracts;
using Farebox.Contracts.Billing;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Billing;

/// <summary>An organization's credit: how much there is, where it came from, and the operator's way to add to it.</summary>
internal sealed class CreditEndpoints(
    LedgerBook ledger, LedgerQueryStore transfers, TopUps topUps, TopUpStore store, FareboxOptions options, ILogger<CreditEndpoints> logger)
{
    private static readonly Dictionary<string, string> Sources = new[] { TopUpSources.Grant, TopUpSources.Voucher, TopUpSources.Payment }
        .ToDictionary(source => AccountIds.Of(TopUps.From(source)), StringComparer.Ordinal);

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/organization").WithTags("Credit");
        group.MapGet("credit_balance", BalanceAsync).RequireScopes(Scopes.BillingRead)
            .WithSummary("Show the credit balance").Produces<CreditBalance>();
        group.MapGet("top_ups", ListAsync).RequireScopes(Scopes.BillingRead)
            .WithSummary("List what was added to the credit balance").Produces<ListPage<TopUp>>();
        group.MapPost("credit_grants", GrantAsync).RequireScopes(Scopes.SystemWrite)
            .WithSummary("Add to an organization's credit balance, as the operator").Produces<TopUp>();
    }

    private async Task<IResult> BalanceAsync(Caller caller, CancellationToken cancellationToken)
    {
        var counters = await ledger.ReadAsync(AccountHandle.Credit(caller.OrganizationId), cancellationToken);
        return Json(new CreditBalance
        {
            OrganizationId = caller.OrganizationId, PostedUsd = Usd(counters.Posted), ReservedUsd = Usd(counters.DebitsPending),
            AvailableUsd = Usd(counters.Available),
        });
    }

    private async Task<IResult> ListAsync(HttpRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;
        TopUpId? before = null;
        if (page.After is { } after && (before = TopUpId.TryParse(after)) is null)
            return ApiErrors.Invalid("after", "'after' must be the id of a top-up: topup_ and 32 hexadecimal digits.");

        var account = AccountIds.Credit(caller.OrganizationId);
        var moved = await transfers.DirectTransfersAsync(account, before?.Value, page.Limit + 1, cancellationToken);
        var told = (await store.FindAsync(caller.OrganizationId, moved.ConvertAll(transfer => new TopUpId(transfer.Id).ToBytes())))
            .ToDictionary(row => TopUpId.FromBytes(row.TransferId).Value);
        var shown = moved.ConvertAll(transfer => Show(transfer, caller.OrganizationId, told.GetValueOrDefault(transfer.Id)));
        return Json(shown.ToPage(page.Limit, topUp => topUp.Id));
    }

    private async Task<IResult> GrantAsync(Caller caller, JsonBody<CreditGrantRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var request = body.Value;
        var (amount, wrongAmount) = TopUpRules.ReadAmount(request.AmountUsd, options);
        if ((wrongAmount ?? TopUpRules.CheckNote(request.Note) ?? TopUpRules.CheckReference(request.Reference)) is { } error) return error;

        var wish = new TopUpWish(caller.OrganizationId, TopUpSources.Grant, amount, request.Reference, request.Note, caller.Grant.KeyId);
        if (await topUps.AddAsync(wish, caller.Actor) is { } added)
        {
            var topUp = added.ToContract();
            BillingLog.Granted(logger, topUp.Id, topUp.AmountUsd, caller.OrganizationId, caller.Grant.KeyId);
            return Json(topUp);
        }

        var earlier = (await store.FindAsync(caller.OrganizationId, TopUpSources.Grant, request.Reference!))!;
        return earlier.AmountNano == amount.Value
            ? Json(earlier.ToContract())
            : ApiErrors.Conflict(
                $"The reference '{request.Reference}' was used before for a grant of {Usd(earlier.AmountNano)} USD. Nothing was added.", "reference");
    }

    /// <summary>The ledger says how much and from where; the top-up, what people said about it.</summary>
    private static TopUp Show(DirectTransfer transfer, string organizationId, TopUpRow? row) => new()
    {
        Id = new TopUpId(transfer.Id).ToString(), OrganizationId = organizationId, Source = Sources[transfer.From],
        AmountUsd = Usd(transfer.Amount), Reference = row?.Reference, Note = row?.Note, CreatedAt = transfer.CreatedAtMs / 1000,
    };

    private static string Usd(long nano) => new NanoUsd(nano).ToString();

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
