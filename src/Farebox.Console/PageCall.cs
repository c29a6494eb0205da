using System.Text;
using Farebox.Client;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Farebox.ConsolePages;

/// <summary>Answers one call for a page, or one form: finds who sends it and which organization it is about, then renders.</summary>
internal static class PageCall
{
    private const int SecondsPerYear = 31_536_000;

    /// <summary>Shows a page, or sends the visitor to where they belong.</summary>
    public static Task ShowAsync<TPage>(HttpContext context, PageDoor door)
        where TPage : IComponent => AnswerAsync(context, door, page => Task.FromResult(PageResult.Show<TPage>(page)));

    /// <summary>Takes a form, unless it comes from elsewhere than a page of ours.</summary>
    public static Task TakeAsync(HttpContext context, PageDoor door, Func<PageContext, IFormCollection, Task<PageResult>> handle, string stale)
    {
        return AnswerAsync(context, door, async page =>
        {
            var (form, refusal) = await FormReader.ReadAsync(context);
            if (form is null) return PageResult.Problem(page, refusal);
            return await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context)
                ? await handle(page, form)
                : PageResult.GoTo(stale);
        });
    }

    /// <summary>Writes what is no page. What the API refuses before anything was written is told on a page.</summary>
    public static Task WriteAsync(HttpContext context, PageDoor door, Func<PageContext, Task> write) => AnswerAsync(context, door, async page =>
    {
        context.Response.Headers.CacheControl = "no-store";
        PageAnswer.Guard(context.Response);
        using var done = new CancellationTokenSource();
        var watch = VisitWatch.RunAsync(page, done.Token);
        try
        {
            await write(page);
        }
        finally
        {
            await done.CancelAsync();
            await watch;
        }

        return PageResult.Nothing;
    });

    /// <summary>Lets whoever may come in act, and answers with what comes of it.</summary>
    public static async Task AnswerAsync(HttpContext context, PageDoor door, Func<PageContext, Task<PageResult>> act)
    {
        var visitors = context.RequestServices.GetRequiredService<IVisitors>();
        var visitor = await visitors.FindAsync(context);
        if (door.Elsewhere(visitor, visitor is null && await visitors.IsNewInstallationAsync()) is { } address)
        {
            context.Response.Redirect(door.ComesBack ? NextPage.After(address, context.Request) : address);
            return;
        }

        var asked = context.Request.RouteValues["organization"] as string;
        var organization = visitor?.Organizations.FirstOrDefault(member => member.Id == asked);
        var isOperators = door.ForOperators && visitor is { IsOperator: true };
        using var connection = organization is not null ? visitors.Connect(context, visitor!, organization)
            : isOperators ? visitors.ConnectAsOperator(context, visitor!)
            : null;
        var page = new PageContext
        {
            Language = ChooseLanguage(context),
            Look = ChooseLook(context),
            FormTokens = new(() => context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context)),
            Request = context.Request,
            Visitor = visitor,
            Organization = organization,
            Client = connection?.Client,
            ActingOn = isOperators ? connection!.ActingOn : null,
        };
        if ((asked is not null && organization is null) || (door.ForOperators && !isOperators)) await GoOnAsync(context, page, ApiProblem.Missing(page));
        else await ActAsync(context, page, act);
    }

    private static async Task ActAsync(HttpContext context, PageContext page, Func<PageContext, Task<PageResult>> act)
    {
        try
        {
            await GoOnAsync(context, page, await act(page));
        }
        catch (FareboxApiException e) when (!context.Response.HasStarted)
        {
            await GoOnAsync(context, page, ApiProblem.Of(page, e));
        }
        catch (InvalidIdException) when (!context.Response.HasStarted)
        {
            await GoOnAsync(context, page, ApiProblem.Missing(page));
        }
        catch (FareboxUnreachableException e) when (!context.Response.HasStarted)
        {
            ConsoleLog.Unreachable(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PageCall)), e.Message);
            await GoOnAsync(context, page, ApiProblem.Unreachable(page));
        }
    }

    private static async Task GoOnAsync(HttpContext context, PageContext page, PageResult result)
    {
        if (result.Status is { } status)
        {
            // What a file was to be before it was refused.
            var headers = context.Response.Headers;
            (headers.ContentDisposition, headers.CacheControl) = (default, default);
            context.Response.StatusCode = status;
        }

        if (result.WaitTime is { } wait) WaitAnswer.Mark(context.Response, wait);
        if (result.Address is { } address) context.Response.Redirect(address);
        else if (result.Page is not null) await RenderAsync(context, page, result);
    }

    private static async Task RenderAsync(HttpContext context, PageContext page, PageResult result)
    {
        var services = context.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(result.Page!, ParameterView.FromDictionary(result.Parameters))).ToHtmlString());
        context.Response.Headers.CacheControl = "no-store"; // Pages are about somebody.
        context.Response.Headers.ContentLanguage = page.Language.Tag;
        await PageAnswer.WriteAsync(context, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));
    }

    // A choice is kept; it says nothing about anybody.
    private static PageLanguage ChooseLanguage(HttpContext context)
    {
        var language = PageLanguage.Of(context.Request);
        if (context.Request.Query.ContainsKey("lang")) Keep(context, PageLanguage.Cookie, language.Tag);
        return language;
    }

    private static PageLook ChooseLook(HttpContext context)
    {
        var look = PageLooks.Of(context.Request);
        if (context.Request.Query.ContainsKey(PageLooks.Parameter)) Keep(context, PageLooks.Cookie, PageLooks.NameOf(look));
        return look;
    }

    private static void Keep(HttpContext context, string cookie, string choice) => context.Response.Cookies.Append(cookie, choice, new CookieOptions
    {
        MaxAge = TimeSpan.FromSeconds(SecondsPerYear), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/",
        IsEssential = true,
    });
}
