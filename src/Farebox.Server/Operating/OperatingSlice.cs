using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Operating;

/// <summary>Puts the slice into the server: what an operator looks at, of the installation as a whole.</summary>
internal static class OperatingSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddOperating(this IServiceCollection services) => services
        .AddSingleton<HealthStore>()
        .AddSingleton<HealthReporter>();

    /// <summary>Adds its routes.</summary>
    public static void MapOperating(this IEndpointRouteBuilder routes) => OperatingEndpoints.Map(routes);
}
