using Farebox.Client;
using Farebox.Contracts.Upstreams;

namespace Farebox.ConsolePages.Upstreams;

/// <summary>What the forms about upstreams do.</summary>
internal static class UpstreamForms
{
    /// <summary>Adds one, which asks it for its models.</summary>
    public static async Task<PageResult> AddAsync(PageContext page, IFormCollection form)
    {
        try
        {
            var made = (await page.Client!.Upstreams.AddAsync(UpstreamWishes.New(form))).Value;
            return PageResult.GoTo(At(made.Id, "upstream-added"));
        }
        catch (FareboxApiException e) when (e.Status < 500)
        {
            return PageResult.Show<NewUpstreamPage>(page.Refused(e, form));
        }
    }

    /// <summary>Changes what the form changed.</summary>
    public static async Task<PageResult> SaveAsync(PageContext page, IFormCollection form)
    {
        var id = page.Named("upstream");
        var old = (await page.Client!.Upstreams.GetAsync(id)).Value;
        try
        {
            await page.Client.Upstreams.UpdateAsync(id, UpstreamWishes.Change(old, form));
            return PageResult.GoTo(At(id, "upstream-saved"));
        }
        catch (FareboxApiException e) when (e.Status is not 404 and < 500)
        {
            return PageResult.Show<UpstreamPage>(page.Refused(e, form));
        }
    }

    /// <summary>Tests, asks for models, disables or enables.</summary>
    public static async Task<PageResult> ActAsync(PageContext page, IFormCollection form)
    {
        var (upstreams, id) = (page.Client!.Upstreams, page.Named("upstream"));
        try
        {
            switch (form["verb"].ToString())
            {
                case "test":
                    return PageResult.Show<UpstreamPage>(page, (nameof(UpstreamPage.Test), (await upstreams.TestAsync(id)).Value));
                case "discover":
                    var found = (await upstreams.DiscoverAsync(id)).Value;
                    return PageResult.GoTo(At(id, found.Health == "failing" ? null : "upstream-discovered"));
                case "disable":
                    await upstreams.UpdateAsync(id, new UpstreamSettings { Enabled = false });
                    return PageResult.GoTo(At(id, "upstream-disabled"));
                case "enable":
                    await upstreams.UpdateAsync(id, new UpstreamSettings { Enabled = true });
                    return PageResult.GoTo(At(id, "upstream-enabled"));
                default:
                    return PageResult.GoTo(At(id, null));
            }
        }
        catch (FareboxApiException e) when (e.Status is not 404 and < 500)
        {
            return PageResult.Show<UpstreamPage>(page.Refused(e));
        }
    }

    /// <summary>Deletes one whose name was typed.</summary>
    public static async Task<PageResult> DeleteAsync(PageContext page, IFormCollection form)
    {
        var (upstreams, id) = (page.Client!.Upstreams, page.Named("upstream"));
        if ((await upstreams.GetAsync(id)).Value.Name != form["name"].ToString())
            return PageResult.Show<DeleteUpstreamPage>(page with { Refusal = page["upstream_other_name"] });
        try
        {
            await upstreams.RemoveAsync(id);
            return PageResult.GoTo(PageContext.ForOperators("upstreams?done=upstream-deleted"));
        }
        catch (FareboxApiException e) when (e.Status is not 404 and < 500)
        {
            return PageResult.Show<DeleteUpstreamPage>(page.Refused(e));
        }
    }

    private static string At(string id, string? done) => PageContext.ForOperators($"upstreams/{id}{(done is null ? "" : "?done=" + done)}");
}
