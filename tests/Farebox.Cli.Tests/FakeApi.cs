using System.Collections.Concurrent;
using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Farebox.Cli.Tests;

/// <summary>A real HTTP server on a free port that answers as a test says, and remembers what it was asked.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeApi(WebApplication app) => _app = app;

    public ConcurrentQueue<Seen> Requests { get; } = new();

    /// <summary>Without a version.</summary>
    public string Root => _app.Urls.First();

    public string BaseUrl => Root + "/v1";

    /// <param name="answer">Gets the method and path without <c>/v1</c>, such as <c>GET /models</c>.</param>
    public static async Task<FakeApi> StartAsync(Func<string, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var api = new FakeApi(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var path = context.Request.Path.Value!;
            var route = $"{context.Request.Method} {(path.StartsWith("/v1", StringComparison.Ordinal) ? path[3..] : path)}";
            api.Requests.Enqueue(new Seen(
                route, context.Request.QueryString.Value!, context.Request.Headers.Authorization.ToString(),
                context.Request.Headers["OpenAI-Organization"].ToString(), await reader.ReadToEndAsync()));
            await answer(route, context);
        });
        await app.StartAsync();
        return api;
    }

    /// <summary>One that knows the given routes and answers 404 in OpenAI's shape to others.</summary>
    public static Task<FakeApi> StartAsync(params (string Route, int Status, string Json)[] answers) =>
        StartAsync((route, context) =>
        {
            var known = Array.Find(answers, answer => answer.Route == route);
            return known.Route is null
                ? WriteAsync(context, 404, Error("Unknown request URL.", "unknown_url"))
                : WriteAsync(context, known.Status, known.Json);
        });

    public static Task WriteAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaTypeNames.Application.Json;
        context.Response.Headers["x-request-id"] = "req_test";
        return context.Response.WriteAsync(json);
    }

    public static string Error(string message, string? code = null, string type = "invalid_request_error") =>
        $$$"""{"error":{"message":"{{{message}}}","type":"{{{type}}}","param":null,"code":{{{(code is null ? "null" : $"\"{code}\"")}}}}}""";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>A request as it came.</summary>
    internal sealed record Seen(string Route, string Query, string Authorization, string Organization, string Body);
}
