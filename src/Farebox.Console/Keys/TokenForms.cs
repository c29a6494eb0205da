using Farebox.Client;
using Farebox.Contracts.Keys;
using Farebox.Contracts.Tokens;

namespace Farebox.ConsolePages.Keys;

/// <summary>What the forms on a key's page do.</summary>
internal static class TokenForms
{
    private const int SecondsPerMinute = 60;

    /// <summary>Derives an access token and shows it.</summary>
    public static async Task<PageResult> MintAsync(PageContext page, IFormCollection form)
    {
        try
        {
            var minted = (await page.Client!.ProjectKeys(page.Named("project")).MintTokenAsync(page.Named("key"), WishOf(form))).Value;
            return PageResult.Show<TokenPage>(page, (nameof(TokenPage.Minted), minted));
        }
        catch (FareboxApiException e) when (e.Status is 400 or 401 or 409)
        {
            // A role without a scope that the key has is told which: fewer scopes may be asked for.
            return PageResult.Show<KeyPage>(page.Refused(e, form));
        }
    }

    /// <summary>Renames a key.</summary>
    public static async Task<PageResult> RenameAsync(PageContext page, IFormCollection form)
    {
        var (project, id) = (page.Named("project"), page.Named("key"));
        try
        {
            await page.Client!.ProjectKeys(project).UpdateAsync(id, new UpdateKeyRequest { Name = form["name"].ToString() });
            return PageResult.GoTo(page.In($"api-keys/{project}/{id}?done=saved"));
        }
        catch (FareboxApiException e) when (e.Status is 400 or 409)
        {
            return PageResult.Show<KeyPage>(page.Refused(e, form));
        }
    }

    /// <summary>Revokes an access token whose name was typed.</summary>
    public static async Task<PageResult> RevokeAsync(PageContext page, IFormCollection form)
    {
        var (project, id) = (page.Named("project"), page.Named("key"));
        if (NameOf(await FindAsync(page)) != form["name"].ToString().Trim())
            return PageResult.Show<RevokeTokenPage>(page with { Refusal = page["token_other_name"] });
        await page.Client!.ProjectKeys(project).RevokeTokenAsync(id, page.Named("token"));
        return PageResult.GoTo(page.In($"api-keys/{project}/{id}?done=token-revoked"));
    }

    /// <summary>What to call a token.</summary>
    public static string NameOf(AccessToken token) => token.Label ?? token.Id;

    /// <summary>The token that the address names.</summary>
    public static async Task<AccessToken> FindAsync(PageContext page) =>
        (await page.Client!.ProjectKeys(page.Named("project")).GetTokenAsync(page.Named("key"), page.Named("token"))).Value;

    private static TokenRequest WishOf(IFormCollection form)
    {
        var models = form["models"].ToString().Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var label = form["label"].ToString().Trim();
        var most = form["most"].ToString().Trim();
        return new TokenRequest
        {
            ExpiresIn = int.TryParse(form["minutes"], out var minutes) ? (long)minutes * SecondsPerMinute : 0,
            Scope = form["scopes"].Count > 0 ? string.Join(' ', form["scopes"].OfType<string>()) : null,
            Models = models.Length > 0 ? models : null,
            MaxSpendUsd = most.Length > 0 ? most : null,
            Label = label.Length > 0 ? label : null,
        };
    }
}
