using Farebox.Server.Platform.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Catalog;

/// <summary>Composition of this folder.</summary>
internal static class CatalogSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<CatalogStore>()
        .AddSingleton(provider => PriceList.Load(provider.GetRequiredService<FareboxOptions>()))
        .AddSingleton<PriceStore>()
        .AddSingleton<PriceEndpoints>()
        .AddSingleton<MultiplierEndpoints>();

    /// <summary>Maps the operator's catalog.</summary>
    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        CatalogModelEndpoints.Map(routes);
        AliasEndpoints.Map(routes);
        routes.ServiceProvider.GetRequiredService<PriceEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<MultiplierEndpoints>().Map(routes);
    }
}
