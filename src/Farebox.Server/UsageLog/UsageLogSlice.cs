using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.UsageLog;

/// <summary>Composition of this folder.</summary>
internal static class UsageLogSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddUsageLog(this IServiceCollection services) => services.AddSingleton<UsageQueryStore>();

    /// <summary>Maps request logs and usage.</summary>
    public static void MapUsageLog(this IEndpointRouteBuilder routes)
    {
        RequestLogEndpoints.Map(routes);
        UsageEndpoints.Map(routes);
    }
}
