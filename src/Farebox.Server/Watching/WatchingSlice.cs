using Farebox.Server.Platform.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Watching;

/// <summary>Puts the slice into the server.</summary>
internal static class WatchingSlice
{
    /// <summary>Adds its services.</summary>
    /// <param name="gauges">What the rest of the server has to be read, when somebody watches.</param>
    public static IServiceCollection AddWatching(this IServiceCollection services, Func<IServiceProvider, IReadOnlyList<Gauge>> gauges) => services
        .AddSingleton(provider => new Watch(provider.GetRequiredService<FareboxOptions>(), () => gauges(provider)))
        .AddSingleton<MetricsEndpoints>();

    /// <summary>Adds its route.</summary>
    public static void MapWatching(this IEndpointRouteBuilder routes) => routes.ServiceProvider.GetRequiredService<MetricsEndpoints>().Map(routes);
}
