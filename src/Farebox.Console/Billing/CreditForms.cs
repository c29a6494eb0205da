using System.Security.Cryptography;
using Farebox.Client;
using Farebox.Client.Billing;
using Farebox.Contracts;
using Farebox.Contracts.Billing;

namespace Farebox.ConsolePages.Billing;

/// <summary>What the forms that add to the credit balance do.</summary>
internal static class CreditForms
{
    /// <summary>Takes a voucher's code.</summary>
    public static Task<PageResult> RedeemAsync(PageContext page, IFormCollection form) =>
        AddAsync(page, form, "redeemed", billing => billing.RedeemAsync(form["code"].ToString()));

    /// <summary>Gives credit as an operator. The form's own number makes a second click add nothing.</summary>
    public static Task<PageResult> GrantAsync(PageContext page, IFormCollection form) =>
        AddAsync(page, form, "granted", billing => billing.GrantAsync(GrantOf(form)));

    /// <summary>What such a form asks for.</summary>
    public static CreditGrantRequest GrantOf(IFormCollection form) => new()
    {
        AmountUsd = form["amount"].ToString().Trim(), Reference = form["reference"].ToString() is { Length: > 0 } reference ? reference : null,
        Note = form["note"].ToString().Trim() is { Length: > 0 } note ? note : null,
    };

    /// <summary>The number of a form: a new one, or that of the form that is shown again.</summary>
    public static string ReferenceOf(PageContext page) => page.Typed("reference") is { Length: > 0 } sent
        ? sent
        : "console-" + RandomNumberGenerator.GetHexString(24, lowercase: true);

    private static async Task<PageResult> AddAsync(
        PageContext page, IFormCollection form, string done, Func<BillingClient, Task<ApiResult<TopUp>>> add)
    {
        try
        {
            await add(page.Client!.Billing);
            return PageResult.GoTo(page.In("billing?done=" + done));
        }
        catch (FareboxApiException e) when (e.Status is not 401 and < 500 && (e.Status != 404 || e.Code == ErrorCodes.VoucherNotFound))
        {
            return PageResult.Show<AddCreditPage>(page.Refused(e, form));
        }
    }
}
