using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Audit;

/// <summary>Puts the slice into the server.</summary>
internal static class AuditSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<AuditStore>()
        .AddSingleton<AuditProver>()
        .AddSingleton<AuditStart>();

    /// <summary>Adds its routes.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes) => AuditEndpoints.Map(routes);
}
