namespace Farebox.ConsolePages.SignIn;

/// <summary>Set-up and sign-in. Their forms are Accounts' own.</summary>
internal static class SignInPages
{
    public static void Map(PageRoutes pages)
    {
        pages.PageForStrangers<SetUpPage>(PageRoutes.SetUp, (visitor, isNew) => isNew ? null : visitor is null ? PageRoutes.SignIn : "/console");
        pages.PageForStrangers<SignInPage>(
            PageRoutes.SignIn, (visitor, isNew) => isNew ? PageRoutes.SetUp : visitor is { NeedsCode: false } ? "/console" : null);
        pages.PageForStrangers<CodePage>(
            PageRoutes.SignIn + "/code", (visitor, _) => visitor switch { null => PageRoutes.SignIn, { NeedsCode: false } => "/console", _ => null });
    }
}
