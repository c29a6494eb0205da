using Farebox.Testing.Server;

namespace Farebox.ConsolePages.Tests.Browsing;

/// <summary>The first thing that anybody does.</summary>
internal static class FirstAccount
{
    /// <summary>Makes the operator's account, Ada's, by the address that the server told when it started; the tab is signed in then.</summary>
    public static async Task SetUpAsync(this Tab tab, RunningFarebox farebox, string password, string name = "Ada")
    {
        await tab.OpenAsync((await farebox.FindSetUpAddressAsync())!);
        await tab.Page.FillAsync("#name", name);
        await tab.Page.FillAsync("#email", "ada@example.org");
        await tab.Page.FillAsync("#password", password);
        await tab.Page.ClickAsync("main form button.btn-primary");
        await tab.Page.WaitForURLAsync("**/console");
    }
}
