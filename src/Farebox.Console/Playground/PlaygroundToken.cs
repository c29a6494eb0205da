using System.Text.Json;
using Farebox.Client;
using Farebox.Contracts;
using Farebox.Contracts.Tokens;

namespace Farebox.ConsolePages.Playground;

/// <summary>The access token of the playground: for one model, for chat, with a cap on what it may spend, and gone in minutes.</summary>
internal static class PlaygroundToken
{
    private const int LifeSeconds = 600;

    /// <summary>Derives one from the key that the form names, and answers as the API does, in the reader's language: the page's script shows it.</summary>
    public static async Task<PageResult> MintAsync(PageContext page, IFormCollection form)
    {
        var key = form["key"].ToString().Split('/');
        if (key.Length != 2) key = ["none", "none"];
        var wish = new TokenRequest
        {
            ExpiresIn = LifeSeconds,
            Scope = ScopeNames.RequestChat,
            Models = [form["model"].ToString()],
            MaxSpendUsd = form["max_spend"].ToString().Trim() is { Length: > 0 } amount ? amount : null,
            Label = "playground",
            User = page.Visitor!.Email,
        };
        try
        {
            var token = (await page.Client!.ProjectKeys(key[0]).MintTokenAsync(key[1], wish)).Value;
            return await SendAsync(page, StatusCodes.Status200OK, token);
        }
        catch (FareboxApiException e) when (e.Status < 500)
        {
            return await SendAsync(page, e.Status, new ErrorBody(new ErrorDetail(page.Refused(e).Refusal!, e.Type, e.Param, e.Code)));
        }
    }

    private static async Task<PageResult> SendAsync<T>(PageContext page, int status, T body)
    {
        var context = page.Request.HttpContext;
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        await PageAnswer.WriteAsync(context, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(body, FareboxJson.Options));
        return PageResult.Nothing;
    }
}
