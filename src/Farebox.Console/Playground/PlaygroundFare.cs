using System.Text.Json;
using Farebox.Client;
using Farebox.Contracts;
using Farebox.Contracts.Usage;

namespace Farebox.ConsolePages.Playground;

/// <summary>What a call of the playground cost that was stopped, and whose stream therefore did not tell.</summary>
internal static class PlaygroundFare
{
    /// <summary>Sends <c>{"charge_usd": "0.0025"}</c>, or null for as long as the call, <c>/{call}</c>, is not settled.</summary>
    public static async Task WriteAsync(PageContext page)
    {
        RequestLog? record;
        try
        {
            record = (await page.Client!.Logs.GetAsync(page.Named("call"))).Value;
        }
        catch (FareboxApiException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            record = null; // Written when the call is settled, soon after it ended: no reason for an error in the browser's console.
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new { charge_usd = record?.ChargeUsd }, FareboxJson.Options);
        await PageAnswer.WriteAsync(page.Request.HttpContext, "application/json; charset=utf-8", body);
    }
}
