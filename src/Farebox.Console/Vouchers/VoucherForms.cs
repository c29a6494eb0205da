using System.Globalization;
using Farebox.Client;
using Farebox.Contracts.Billing;

namespace Farebox.ConsolePages.Vouchers;

/// <summary>What the forms about vouchers do.</summary>
internal static class VoucherForms
{
    private const int SecondsPerDay = 86_400;

    /// <summary>Days in which a voucher may be asked to be redeemed.</summary>
    public static IReadOnlyList<int> Lifetimes { get; } = [30, 90, 365];

    /// <summary>Issues a batch, and shows its codes.</summary>
    public static async Task<PageResult> IssueAsync(PageContext page, IFormCollection form)
    {
        var wish = new VouchersRequest
        {
            // What is no number goes as one that the API refuses, naming what is allowed.
            Count = int.TryParse(form["count"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0,
            AmountUsd = form["amount"].ToString().Trim(),
            ExpiresIn = int.TryParse(form["expires"], out var days) && Lifetimes.Contains(days) ? (long)days * SecondsPerDay : null,
            Note = form["note"].ToString().Trim() is { Length: > 0 } note ? note : null,
        };
        try
        {
            var batch = (await page.Client!.Vouchers.CreateAsync(wish)).Value;
            return PageResult.Show<VoucherCodesPage>(page, (nameof(VoucherCodesPage.Batch), batch));
        }
        catch (FareboxApiException e) when (e.Status < 500)
        {
            return PageResult.Show<NewVouchersPage>(page.Refused(e, form));
        }
    }

    /// <summary>Revokes one whose id was typed.</summary>
    public static async Task<PageResult> RevokeAsync(PageContext page, IFormCollection form)
    {
        var (vouchers, id) = (page.Client!.Vouchers, page.Named("voucher"));
        if (form["name"].ToString().Trim() != id)
        {
            await vouchers.GetAsync(id);
            return PageResult.Show<RevokeVoucherPage>(page with { Refusal = page["voucher_other_id"] });
        }

        try
        {
            await vouchers.RevokeAsync(id);
            return PageResult.GoTo(PageContext.ForOperators("vouchers?done=voucher-revoked"));
        }
        catch (FareboxApiException e) when (e.Status is not 404 and < 500)
        {
            return PageResult.Show<RevokeVoucherPage>(page.Refused(e));
        }
    }
}
