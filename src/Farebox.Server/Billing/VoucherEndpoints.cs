using Farebox.Contracts;
using Farebox.Contracts.Billing;
using Farebox.Kernel.Billing;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Billing;

/// <summary><c>/v1/system/vouchers</c>: operators make vouchers, list them masked, and take them back.</summary>
internal sealed class VoucherEndpoints(
    VoucherStore store, InstallationSecret secret, FareboxOptions options, IdSource ids, TimeProvider clock, ILogger<VoucherEndpoints> logger)
{
    private const string Csv = "text/csv";

    private static readonly string[] Statuses =
        [VoucherStatuses.Active, VoucherStatuses.Redeemed, VoucherStatuses.Revoked, VoucherStatuses.Expired];

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/system/vouchers").WithTags("Vouchers");
        group.MapGet("", ListAsync).RequireScopes(Scopes.SystemRead).WithSummary("List vouchers").Produces<ListPage<Voucher>>();
        group.MapPost("", CreateAsync).RequireScopes(Scopes.SystemWrite)
            .WithSummary("Make vouchers and show their codes, this once").Produces<VoucherBatch>(200, "application/json", Csv);
        group.MapGet("{id}", GetAsync).RequireScopes(Scopes.SystemRead).WithSummary("Show a voucher").Produces<Voucher>();
        group.MapPost("{id}/revoke", RevokeAsync).RequireScopes(Scopes.SystemWrite).WithSummary("Revoke a voucher").Produces<Voucher>();
    }

    private async Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (page, error) = Paging.Read(request);
        if (error is not null) return error;
        var (batch, status) = (Text(request, "batch_id"), Text(request, "status"));
        if (status is not null && !Statuses.Contains(status))
            return ApiErrors.Invalid("status", $"'status' must be one of {string.Join(", ", Statuses)}.");

        var nowMs = NowMs();
        var rows = await store.ListAsync(page, batch, status, nowMs, cancellationToken);
        return Json(rows.ConvertAll(row => row.ToContract(nowMs)).ToPage(page.Limit, voucher => voucher.Id));
    }

    private async Task<IResult> CreateAsync(HttpContext context, Caller caller, JsonBody<VouchersRequest> body)
    {
        if (body.Error is not null) return body.Error;
        var nowMs = NowMs();
        var (count, wrongCount) = VoucherWish.ReadCount(body.Value);
        var (amount, wrongAmount) = TopUpRules.ReadAmount(body.Value.AmountUsd, options);
        var (expiresAtMs, wrongExpiry) = VoucherWish.ReadExpiry(body.Value, nowMs);
        if ((wrongCount ?? wrongAmount ?? wrongExpiry ?? TopUpRules.CheckNote(body.Value.Note)) is { } error) return error;

        var batchId = ids.Next("batch_");
        var made = Enumerable.Range(0, count).Select(_ => VoucherCode.Create()).Select(code => (Code: code, Row: new VoucherRow
        {
            Id = ids.Next("voucher_"), BatchId = batchId, Hash = VoucherHash.Of(code, secret), Masked = VoucherCode.Mask(code),
            AmountNano = amount.Value, Note = body.Value.Note, CreatedBy = caller.Grant.KeyId, CreatedAt = nowMs, ExpiresAt = expiresAtMs,
        })).ToList();
        await store.AddAsync(made.ConvertAll(voucher => voucher.Row), caller.Actor);
        BillingLog.VouchersMade(logger, count, amount.ToString(), caller.Grant.KeyId, batchId);

        context.Response.Headers.CacheControl = "no-store";
        var shown = made.ConvertAll(voucher => voucher.Row.ToContract(nowMs, voucher.Code));
        return context.Request.Headers.Accept.ToString().Contains(Csv, StringComparison.OrdinalIgnoreCase)
            ? Results.Text(VoucherCsv.Write(shown), Csv, System.Text.Encoding.UTF8)
            : Json(new VoucherBatch("voucher.batch", batchId, shown));
    }

    private async Task<IResult> GetAsync(string id) =>
        await store.GetAsync(id) is { } row ? Json(row.ToContract(NowMs())) : ApiErrors.NotFound("voucher", id);

    private async Task<IResult> RevokeAsync(string id, Caller caller)
    {
        var nowMs = NowMs();
        if (await store.RevokeAsync(id, nowMs, caller.Actor) is not { } row) return ApiErrors.NotFound("voucher", id);
        if (row.RedeemedAt is not null)
            return ApiErrors.Conflict("The voucher has been redeemed: its amount is in an organization's credit balance.", "voucher");
        BillingLog.VoucherRevoked(logger, id, caller.Grant.KeyId);
        return Json(row.ToContract(nowMs));
    }

    private static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    private long NowMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static IResult Json<T>(T value) => Results.Json(value, FareboxJson.Options);
}
