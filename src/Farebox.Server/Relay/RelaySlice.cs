using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Relay;

/// <summary>Puts the relay into the server.</summary>
internal static class RelaySlice
{
    private static readonly (string Path, Surface Surface, string Summary)[] Calls =
    [
        ("/v1/chat/completions", Surface.ChatCompletions, "Chat"),
        ("/v1/completions", Surface.Completions, "Complete (legacy)"),
        ("/v1/embeddings", Surface.Embeddings, "Embed"),
        ("/v1/images/generations", Surface.Images, "Generate images"),
    ];

    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddRelay(this IServiceCollection services) => services
        .AddSingleton<FareDesk>()
        .AddSingleton<AdmissionDesk>()
        .AddSingleton<Attempts>()
        .AddSingleton<CallGate>()
        .AddSingleton<BodyAllowance>()
        .AddSingleton<StopSignal>()
        .AddSingleton<CallLifetimes>()
        .AddSingleton<RelayPipeline>();

    /// <summary>
    /// Serves model calls ahead of the routes, among which finding one costs more than authenticating its caller. What does not name one of
    /// their paths as it is written here goes on to the routes, and they are there as well.
    /// </summary>
    public static void UseModelCalls(this IApplicationBuilder app)
    {
        var pipeline = app.ApplicationServices.GetRequiredService<RelayPipeline>();
        var calls = Calls.ToFrozenDictionary(call => call.Path, call => Enclosed(call.Surface), StringComparer.Ordinal);
        app.Use(next => context =>
            HttpMethods.IsPost(context.Request.Method) && context.Request.Path.Value is { } path && calls.TryGetValue(path, out var call)
                ? call(context)
                : next(context));

        RequestDelegate Enclosed(Surface surface)
        {
            var ring = app.New();
            ring.UseMiddleware<OuterRing>(true);
            ring.Run(context => pipeline.InvokeAsync(context, surface));
            return ring.Build();
        }
    }

    /// <summary>Maps OpenAI's model calls.</summary>
    public static void MapRelay(this IEndpointRouteBuilder routes)
    {
        var pipeline = routes.ServiceProvider.GetRequiredService<RelayPipeline>();
        foreach (var (path, surface, summary) in Calls)
        {
            routes
                .MapPost(path, (Delegate)((HttpContext context) => pipeline.InvokeAsync(context, surface)))
                .WithMetadata(new JsonBodyType(typeof(JsonObject))).Produces<JsonObject>()
                .WithTags("Model calls").WithSummary(summary);
        }
    }
}
