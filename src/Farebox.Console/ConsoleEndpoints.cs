using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Farebox.ConsolePages;

/// <summary>The pages for people with a browser: the welcome page at <c>/</c>, and the console.</summary>
public static class ConsoleEndpoints
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    /// <summary>Maps <c>/</c> and the files of its looks.</summary>
    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Methods, (RequestDelegate)ShowAsync);
        OwnFiles.Map(routes);
        routes.MapMethods("/console/kit/{name}", Methods, (RequestDelegate)SendKitAsync);
        routes.MapPages();
        routes.MapMethods("/console/{**rest}", Methods, (RequestDelegate)(context => ProblemAnswer.ShowAsync(context, StatusCodes.Status404NotFound)))
            .ExcludeFromDescription();
    }

    // Rendered by the component renderer alone: the services for interactive pages would write key files at each start.
    private static async Task ShowAsync(HttpContext context)
    {
        var language = PageLanguage.Of(context.Request);
        await using var renderer = new HtmlRenderer(context.RequestServices, context.RequestServices.GetRequiredService<ILoggerFactory>());
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(Welcome.Language)] = language,
            [nameof(Welcome.BaseUrl)] = $"{Origin(context)}/v1",
        });
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Welcome>(parameters)).ToHtmlString());

        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentLanguage = language.Tag;
        headers.Vary = "Accept-Language";
        await PageAnswer.WriteAsync(context, "text/html; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(html));
    }

    private static Task SendKitAsync(HttpContext context)
    {
        if (KitFiles.Find((string)context.Request.RouteValues["name"]!) is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var brotli = context.Request.GetTypedHeaders().AcceptEncoding.Any(wish => wish.Value == "br" && wish.Quality is not 0);
        if (brotli) context.Response.Headers.ContentEncoding = "br";
        context.Response.Headers.Vary = "Accept-Encoding";
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return PageAnswer.WriteAsync(context, file.Type, brotli ? file.Brotli.Value : file.Plain);
    }

    private static string Origin(HttpContext context)
    {
        var host = context.Request.Host;
        return $"{context.Request.Scheme}://{(host.HasValue ? host.ToUriComponent() : $"localhost:{context.Connection.LocalPort}")}";
    }
}
