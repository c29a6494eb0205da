namespace Farebox.ConsolePages.Account;

/// <summary>Pages about the visitor's own account.</summary>
internal static class AccountPages
{
    public static void Map(PageRoutes pages)
    {
        pages.Page<AccountPage>("/console/account");
        pages.Form("/console/account/password", AccountForms.ChangePasswordAsync);
        pages.Form("/console/account/authenticator", AccountForms.AddAuthenticatorAsync);
        pages.Form("/console/account/authenticator/new", AccountForms.NewAuthenticatorAsync);
        pages.Form("/console/account/authenticator/remove", AccountForms.RemoveAuthenticatorAsync);
        pages.Page<EmailPage>("/console/account/email");
        pages.Form("/console/account/email", AccountForms.AskEmailAsync);
        pages.Form("/console/account/email/confirm", AccountForms.ChangeEmailAsync);
        pages.Form("/console/account/providers", AccountForms.RemoveProviderAsync);
        pages.Form("/console/account/providers/link", AccountForms.LinkProviderAsync);
        pages.Form("/console/account/sessions", AccountForms.EndSessionAsync);
    }
}
