using Microsoft.Extensions.DependencyInjection;

namespace Farebox.ConsolePages.Account;

/// <summary>What the forms about one's own account do.</summary>
internal static class AccountForms
{
    private const string Address = "/console/account";

    public static async Task<PageResult> ChangePasswordAsync(PageContext page, IFormCollection form) => Follow(
        page, await Accounts(page).ChangePasswordAsync(page.Request.HttpContext, page.Visitor!, form["current"].ToString(), form["chosen"].ToString()),
        "password-changed");

    public static async Task<PageResult> NewAuthenticatorAsync(PageContext page, IFormCollection form)
    {
        var result = await Accounts(page).NewAuthenticatorAsync(page.Request.HttpContext, page.Visitor!);
        return PageResult.GoTo(Address + (result.Error is { } error ? $"?error={error}" : ""));
    }

    public static async Task<PageResult> AddAuthenticatorAsync(PageContext page, IFormCollection form)
    {
        var result = await Accounts(page).AddAuthenticatorAsync(
            page.Request.HttpContext, page.Visitor!, form["password"].ToString(), form["code"].ToString());
        return result is { Error: null, Wait: null }
            ? PageResult.Show<RecoveryCodesPage>(page, (nameof(RecoveryCodesPage.Codes), result.RecoveryCodes))
            : Follow(page, result, "");
    }

    public static async Task<PageResult> RemoveAuthenticatorAsync(PageContext page, IFormCollection form) => Follow(
        page, await Accounts(page).RemoveAuthenticatorAsync(page.Request.HttpContext, page.Visitor!, form["password"].ToString()), "authenticator-removed");

    // What is refused is shown again with the address that was typed.
    public static async Task<PageResult> AskEmailAsync(PageContext page, IFormCollection form)
    {
        var result = await Accounts(page).AskEmailAsync(page.Request.HttpContext, page.Visitor!, form["password"].ToString(), form["email"].ToString());
        return result is { Error: { } error, Wait: null }
            ? PageResult.Show<AccountPage>(page with { Refusal = page["error_" + error.Replace('-', '_')], Sent = form })
            : Follow(page, result, "email-asked");
    }

    public static async Task<PageResult> ChangeEmailAsync(PageContext page, IFormCollection form) => Follow(
        page, await Accounts(page).ChangeEmailAsync(page.Request.HttpContext, page.Visitor!, form["email"].ToString(), form["token"].ToString()),
        "email-changed");

    // Shown a page and not sent on: a page's policy lets what a form leads to be nowhere but here.
    public static async Task<PageResult> LinkProviderAsync(PageContext page, IFormCollection form)
    {
        var id = form["id"].ToString();
        var result = await Providers(page).LinkAsync(page.Request.HttpContext, page.Visitor!, id, form["password"].ToString(), form["code"].ToString());
        if (result.Wait is { } wait) return PageResult.Wait(page, wait);
        return result.Address is { } address
            ? PageResult.Show<LeavePage>(page, (nameof(LeavePage.Address), address))
            : PageResult.GoTo($"{Address}?error={result.Error}");
    }

    public static async Task<PageResult> RemoveProviderAsync(PageContext page, IFormCollection form)
    {
        var error = await Providers(page).RemoveAsync(page.Request.HttpContext, page.Visitor!, form["id"].ToString());
        return PageResult.GoTo(Address + (error is null ? "?done=provider-removed" : $"?error={error}"));
    }

    public static async Task<PageResult> EndSessionAsync(PageContext page, IFormCollection form)
    {
        await Accounts(page).EndSessionAsync(page.Request.HttpContext, page.Visitor!, form["id"].ToString());
        return PageResult.GoTo(Address + "?done=session-ended");
    }

    private static PageResult Follow(PageContext page, AccountResult result, string done) => result.Wait is { } wait
        ? PageResult.Wait(page, wait)
        : PageResult.GoTo(Address + (result.Error is { } error ? $"?error={error}" : $"?done={done}"));

    private static ISignInProviders Providers(PageContext page) => page.Request.HttpContext.RequestServices.GetRequiredService<ISignInProviders>();

    private static IAccounts Accounts(PageContext page) => page.Request.HttpContext.RequestServices.GetRequiredService<IAccounts>();
}
