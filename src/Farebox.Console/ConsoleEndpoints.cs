using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Farebox.ConsolePages;

/// <summary>The pages for people with a browser: for now one, which says that Farebox runs and how to go on.</summary>
public static class ConsoleEndpoints
{
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static readonly string[] Methods = ["GET", "HEAD"];

    /// <summary>Maps <c>/</c> and the files of its looks.</summary>
    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Methods, (RequestDelegate)ShowAsync);
        MapFile("style.css", "text/css; charset=utf-8");
        MapFile("icon.svg", "image/svg+xml");

        void MapFile(string name, string contentType)
        {
            var bytes = Read(name);
            routes.MapMethods("/console/" + name, Methods, (RequestDelegate)(context =>
            {
                context.Response.Headers.CacheControl = "public, max-age=3600";
                return WriteAsync(context, contentType, bytes);
            }));
        }
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
        await WriteAsync(context, "text/html; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(html));
    }

    private static string Origin(HttpContext context)
    {
        var host = context.Request.Host;
        return $"{context.Request.Scheme}://{(host.HasValue ? host.ToUriComponent() : $"localhost:{context.Connection.LocalPort}")}";
    }

    private static Task WriteAsync(HttpContext context, string contentType, byte[] body)
    {
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(ConsoleEndpoints).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
