using Farebox.Client;

namespace Farebox.ConsolePages.Catalog;

/// <summary>What the forms about second names do.</summary>
internal static class AliasForms
{
    /// <summary>Adds one, or points it elsewhere.</summary>
    public static async Task<PageResult> SetAsync(PageContext page, IFormCollection form)
    {
        var name = form["alias"].ToString().Trim();
        if (!CatalogPages.IsName(name)) return PageResult.Show<AliasesPage>(page with { Refusal = page["alias_no_name"], Sent = form });
        try
        {
            await page.Client!.Aliases.SetAsync(name, form["target"].ToString().Trim());
            return PageResult.GoTo(PageContext.ForOperators("aliases?done=alias-set"));
        }
        catch (FareboxApiException e) when (e.Status < 500)
        {
            return PageResult.Show<AliasesPage>(page.Refused(e, form));
        }
    }

    /// <summary>Takes back one whose name was typed.</summary>
    public static async Task<PageResult> RemoveAsync(PageContext page, IFormCollection form)
    {
        var name = CatalogPages.Named(page);
        if (form["name"].ToString() != name) return PageResult.Show<RemoveAliasPage>(page with { Refusal = page["alias_other_name"] });
        await page.Client!.Aliases.RemoveAsync(name);
        return PageResult.GoTo(PageContext.ForOperators("aliases?done=alias-removed"));
    }
}
