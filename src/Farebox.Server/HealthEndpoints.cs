using Farebox.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server;

/// <summary>For whoever watches the process.</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps <c>/healthz</c> (the process answers) and <c>/readyz</c> (it can take calls).</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var start = routes.ServiceProvider.GetRequiredService<FareboxStart>();
        routes.MapGet("/healthz", () => new Health("ok")).WithTags("Health").WithSummary("Whether the process answers");
        routes.MapGet("/readyz", IResult () => start.IsReady ? Results.Ok(new Health("ok")) : ApiErrors.Overloaded("The server takes no calls now."))
            .WithTags("Health").WithSummary("Whether the server can take calls");
    }

    /// <summary>What both answer when all is well.</summary>
    /// <param name="Status"><c>ok</c>.</param>
    internal sealed record Health(string Status);
}
