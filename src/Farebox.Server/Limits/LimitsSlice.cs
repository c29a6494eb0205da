using Farebox.Server.Platform.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Limits;

/// <summary>Puts the slice into the server.</summary>
internal static class LimitsSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services) => services
        .AddSingleton(provider => TierList.Load(provider.GetRequiredService<FareboxOptions>()))
        .AddSingleton<TierWatch>()
        .AddSingleton<TierPlans>()
        .AddSingleton<TierStore>()
        .AddSingleton<TierEndpoints>()
        .AddSingleton<LimitStore>()
        .AddSingleton<LimitTable>()
        .AddSingleton<LimitHistory>()
        .AddSingleton<LimitDesk>()
        .AddSingleton<LimitStates>()
        .AddSingleton<LimitUsageEndpoint>()
        .AddSingleton<LimitEndpoints>();

    /// <summary>Adds its routes.</summary>
    public static void MapLimits(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<LimitEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<LimitUsageEndpoint>().Map(routes);
        routes.ServiceProvider.GetRequiredService<TierEndpoints>().Map(routes);
    }
}
