using System.Globalization;
using Farebox.Client;
using Farebox.Contracts.Models;

namespace Farebox.ConsolePages.Catalog;

/// <summary>What the forms about one model do.</summary>
internal static class ModelForms
{
    private const string EndOwnPrice = "end";

    /// <summary>Changes its settings.</summary>
    public static Task<PageResult> SaveAsync(PageContext page, IFormCollection form) => DoAsync(page, form, "model-saved", async name =>
    {
        await page.Client!.Catalog.UpdateAsync(name, new UpdateModelRequest
        {
            Enabled = form["enabled"].Count > 0,
            ChatOnly = form["chat_only"].Count > 0,
            ReserveOutputTokens = Number(form["reserve"].ToString().Trim()),
        });
    });

    /// <summary>Adds a version of its price, or takes the operator's back.</summary>
    public static Task<PageResult> PriceAsync(PageContext page, IFormCollection form)
    {
        var ends = form["verb"].ToString() == EndOwnPrice;
        return DoAsync(page, form, ends ? "price-ended" : "price-set", async name =>
        {
            await page.Client!.Prices.SetAsync(ends
                ? new PriceRequest { Model = name, EndsOwnPrice = true }
                : new PriceRequest
                {
                    Model = name, Input = Text(form, "input"), Output = Text(form, "output"), CachedInput = Text(form, "cached_input"),
                    CacheWrite = Text(form, "cache_write"), Reasoning = Text(form, "reasoning"), PerImage = Text(form, "per_image"),
                    PerAudioMinute = Text(form, "per_audio_minute"), PerRequest = Text(form, "per_request"), Note = Text(form, "note"),
                    EffectiveFrom = MultiplierForms.Moment(Text(form, "from")),
                });
        });
    }

    /// <summary>Adds a version of its multiplier, or ends the one in effect.</summary>
    public static Task<PageResult> MultiplyAsync(PageContext page, IFormCollection form) => DoAsync(page, form, MultiplierForms.Done(form), async name =>
    {
        await page.Client!.Prices.SetMultiplierAsync(MultiplierForms.Read(form) with { Model = name });
    });

    private static async Task<PageResult> DoAsync(PageContext page, IFormCollection form, string done, Func<string, Task> act)
    {
        try
        {
            var name = CatalogPages.Named(page);
            await act(name);
            return PageResult.GoTo($"{CatalogPages.ModelAt(name)}&done={done}");
        }
        catch (FareboxApiException e) when (e.Status is not 404 and < 500)
        {
            return PageResult.Show<ModelPage>(page.Refused(e, form));
        }
    }

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    // What is no number goes as one that the API refuses, naming what is allowed.
    private static int Number(string text) =>
        text.Length == 0 ? 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
