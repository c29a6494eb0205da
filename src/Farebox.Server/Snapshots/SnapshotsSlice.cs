using Farebox.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Snapshots;

/// <summary>Composition of this folder.</summary>
internal static class SnapshotsSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddSnapshots(this IServiceCollection services) => services
        .AddSingleton<SnapshotSource>()
        .AddSingleton<ICatalogSource>(provider => provider.GetRequiredService<SnapshotSource>())
        .AddHostedService(provider => provider.GetRequiredService<SnapshotSource>());

    /// <summary>Maps the list of models.</summary>
    public static void MapSnapshots(this IEndpointRouteBuilder routes) => ModelEndpoints.Map(routes);
}
