using Farebox.Client;
using Farebox.Contracts.Keys;

namespace Farebox.ConsolePages.Keys;

/// <summary>What the forms about API keys do.</summary>
internal static class KeyForms
{
    /// <summary>Creates a key, and a budget for it if one is wished for; shows its secret.</summary>
    public static async Task<PageResult> CreateAsync(PageContext page, IFormCollection form)
    {
        if (form["project"].ToString() is not { Length: > 0 } project)
            return PageResult.Show<NewKeyPage>(page with { Refusal = page["project_choose"], Sent = form });
        var keys = page.Client!.ProjectKeys(project);
        ApiKey made;
        try
        {
            made = (await keys.CreateAsync(KeyWishes.KeyOf(form))).Value;
        }
        catch (FareboxApiException e) when (e.Status < 500)
        {
            return PageResult.Show<NewKeyPage>(page.Refused(e, form));
        }

        if (KeyWishes.BudgetOf(form) is not { } budget) return Secret(page, made);
        try
        {
            await page.Client.KeyBudgets(made.ProjectId!, made.Id).CreateAsync(budget);
            return Secret(page, made);
        }
        catch (FareboxApiException e) when (e.Status < 500)
        {
            // A key without the budget that was wished for is not what was asked for: it goes, and the form comes again.
            await keys.RevokeAsync(made.Id);
            return PageResult.Show<NewKeyPage>(page.Refused(e, form));
        }
    }

    /// <summary>Rotates, disables or enables a key.</summary>
    public static async Task<PageResult> ChangeAsync(PageContext page, IFormCollection form)
    {
        var (keys, id) = (page.Client!.ProjectKeys(page.Named("project")), page.Named("key"));
        try
        {
            switch (form["verb"].ToString())
            {
                case "rotate":
                    return Secret(page, (await keys.RotateAsync(id, KeyWishes.RotationOf(form))).Value, isRotated: true);
                case "disable":
                    await keys.DisableAsync(id);
                    return PageResult.GoTo(page.In("api-keys?done=key-disabled"));
                case "enable":
                    await keys.EnableAsync(id);
                    return PageResult.GoTo(page.In("api-keys?done=key-enabled"));
                default:
                    return PageResult.GoTo(page.In("api-keys"));
            }
        }
        catch (FareboxApiException e) when (e.Status is not 404 and < 500)
        {
            return PageResult.Show<KeysPage>(page.Refused(e));
        }
    }

    /// <summary>Revokes a key whose name was typed.</summary>
    public static async Task<PageResult> RevokeAsync(PageContext page, IFormCollection form)
    {
        var (keys, id) = (page.Client!.ProjectKeys(page.Named("project")), page.Named("key"));
        if ((await keys.GetAsync(id)).Value.Name != form["name"].ToString())
            return PageResult.Show<RevokeKeyPage>(page with { Refusal = page["revoke_other_name"] });
        await keys.RevokeAsync(id);
        return PageResult.GoTo(page.In("api-keys?done=key-revoked"));
    }

    private static PageResult Secret(PageContext page, ApiKey key, bool isRotated = false) =>
        PageResult.Show<SecretPage>(page, (nameof(SecretPage.Key), key), (nameof(SecretPage.IsRotated), isRotated));
}
