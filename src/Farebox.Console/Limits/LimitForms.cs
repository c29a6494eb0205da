using System.Globalization;
using Farebox.Client;
using Farebox.Contracts.Limits;

namespace Farebox.ConsolePages.Limits;

/// <summary>What the forms about limits do.</summary>
internal static class LimitForms
{
    /// <summary>The fields, in the order in which they are shown: kinds as the API's statuses name them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["rpm", "tpm", "rpd", "tpd", "ipm", "concurrency"];

    /// <summary>Stands for all models together.</summary>
    public const string AllModels = "*";

    /// <summary>The model that the address names.</summary>
    public static string ModelOf(PageContext page) => page.Named("model") is { Length: > 0 } named ? named : AllModels;

    /// <summary>What is to be typed before its limits go.</summary>
    public static string ToType(PageContext page) => ModelOf(page) is var model && model == AllModels ? page.Organization!.Name : model;

    /// <summary>The number of a kind.</summary>
    public static long? Of(LimitMembers limits, string kind) => kind switch
    {
        "rpm" => limits.MaxRequestsPerMinute,
        "tpm" => limits.MaxTokensPerMinute,
        "rpd" => limits.MaxRequestsPerDay,
        "tpd" => limits.MaxTokensPerDay,
        "ipm" => limits.MaxImagesPerMinute,
        _ => limits.MaxConcurrentRequests,
    };

    public static async Task<PageResult> SetAsync(PageContext page, IFormCollection form)
    {
        if (Kinds.FirstOrDefault(kind => form[kind].ToString().Trim().Length > 0 && Number(form, kind) is null) is not null)
            return PageResult.Show<LimitPage>(page with { Refusal = page["limit_no_number"], Sent = form });
        try
        {
            await page.Client!.OrganizationLimits.SetAsync(form["model"].ToString(), new RateLimitRequest
            {
                MaxRequestsPerMinute = Number(form, "rpm"), MaxTokensPerMinute = Number(form, "tpm"), MaxRequestsPerDay = Number(form, "rpd"),
                MaxTokensPerDay = Number(form, "tpd"), MaxImagesPerMinute = Number(form, "ipm"), MaxConcurrentRequests = Number(form, "concurrency"),
            });
            return PageResult.GoTo(page.In("limits?done=limit-set"));
        }
        catch (FareboxApiException e) when (e.Status is not 401 and not 404 and < 500)
        {
            return PageResult.Show<LimitPage>(page.Refused(e, form));
        }
    }

    /// <summary>Takes the limits on a model away whose name was typed.</summary>
    public static async Task<PageResult> ClearAsync(PageContext page, IFormCollection form)
    {
        if (ToType(page) != form["name"].ToString()) return PageResult.Show<ClearLimitPage>(page with { Refusal = page["limit_other_name"] });
        await page.Client!.OrganizationLimits.ClearAsync(ModelOf(page));
        return PageResult.GoTo(page.In("limits?done=limit-cleared"));
    }

    private static long? Number(IFormCollection form, string kind) =>
        long.TryParse(form[kind].ToString().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
