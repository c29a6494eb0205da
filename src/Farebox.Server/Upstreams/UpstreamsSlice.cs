using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Upstreams.Eliza;
using Farebox.Server.Upstreams.OpenAi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Farebox.Server.Upstreams;

/// <summary>Composition of this folder.</summary>
internal static class UpstreamsSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddUpstreams(this IServiceCollection services)
    {
        services.TryAddSingleton<ReadEnvironment>(Environment.GetEnvironmentVariable);
        services.TryAddSingleton(Connector);
        return services
            .AddSingleton<EnvironmentUpstreams>()
            .AddSingleton<UpstreamStore>()
            .AddSingleton<UpstreamConnections>()
            .AddSingleton<UpstreamHealth>()
            .AddSingleton<UpstreamRegistry>()
            .AddSingleton<UpstreamDiscovery>()
            .AddHostedService(provider => provider.GetRequiredService<UpstreamDiscovery>());
    }

    /// <summary>Maps the operator's upstreams.</summary>
    public static void MapUpstreams(this IEndpointRouteBuilder routes) => UpstreamEndpoints.Map(routes);

    /// <summary>The one place that knows every kind.</summary>
    private static ConnectUpstream Connector(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<FareboxOptions>();
        var clock = provider.GetRequiredService<TimeProvider>();
        var ids = provider.GetRequiredService<IdSource>();
        return settings => settings.Kind switch
        {
            UpstreamDefinition.OpenAi => new OpenAiConnection(new OpenAiSettings(settings.BaseUrl!, settings.ApiKey), options, clock),
            UpstreamDefinition.Eliza => new ElizaConnection(clock, () => ids.Next(""), TimeSpan.FromMilliseconds(options.ElizaWordDelayMs)),
            _ => throw new InvalidOperationException($"No upstream kind '{settings.Kind}'."),
        };
    }
}
