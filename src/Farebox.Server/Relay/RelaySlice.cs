using System.Text.Json.Nodes;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Relay;

/// <summary>Puts the relay into the server.</summary>
internal static class RelaySlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddRelay(this IServiceCollection services) => services
        .AddSingleton<FareDesk>()
        .AddSingleton<AdmissionDesk>()
        .AddSingleton<Attempts>()
        .AddSingleton<CallGate>()
        .AddSingleton<StopSignal>()
        .AddSingleton<CallLifetimes>()
        .AddSingleton<RelayPipeline>();

    /// <summary>Maps OpenAI's model calls.</summary>
    public static void MapRelay(this IEndpointRouteBuilder routes)
    {
        var pipeline = routes.ServiceProvider.GetRequiredService<RelayPipeline>();
        Map("/v1/chat/completions", Surface.ChatCompletions, "Chat");
        Map("/v1/completions", Surface.Completions, "Complete (legacy)");
        Map("/v1/embeddings", Surface.Embeddings, "Embed");
        Map("/v1/images/generations", Surface.Images, "Generate images");

        void Map(string path, Surface surface, string summary) => routes
            .MapPost(path, (Delegate)((HttpContext context) => pipeline.InvokeAsync(context, surface)))
            .WithMetadata(new JsonBodyType(typeof(JsonObject))).Produces<JsonObject>()
            .WithTags("Model calls").WithSummary(summary);
    }
}
