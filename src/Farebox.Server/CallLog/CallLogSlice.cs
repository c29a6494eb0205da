using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.CallLog;

/// <summary>Puts the slice into the server.</summary>
internal static class CallLogSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddCallLog(this IServiceCollection services) => services
        .AddSingleton<CallLogSettingsStore>()
        .AddSingleton<CaptureRoom>()
        .AddSingleton<PayloadWriter>()
        .AddSingleton<PayloadQueryStore>()
        .AddSingleton<CallTraces>()
        .AddSingleton<CallLogEndpoints>()
        .AddSingleton<PayloadEndpoints>()
        .AddSingleton<PayloadDeletion>()
        .AddSingleton<PayloadUpkeep>()
        .AddHostedService(provider => provider.GetRequiredService<PayloadUpkeep>());

    /// <summary>Adds its routes.</summary>
    public static void MapCallLog(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<CallLogEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<PayloadEndpoints>().Map(routes);
    }
}
