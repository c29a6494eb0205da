using Farebox.Server.UsageLog.Slices;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.UsageLog;

/// <summary>Composition of this folder.</summary>
internal static class UsageLogSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddUsageLog(this IServiceCollection services) => services
        .AddSingleton<UsageHistoryStore>()
        .AddSingleton<RolledTo>()
        .AddSingleton<SliceStore>()
        .AddSingleton<SliceProgressStore>()
        .AddSingleton<SliceMaker>()
        .AddSingleton<UsageRetentionStore>()
        .AddSingleton<UsageRetention>()
        .AddSingleton<RecordSumStore>()
        .AddSingleton<UsageUpkeep>()
        .AddHostedService(provider => provider.GetRequiredService<UsageUpkeep>())
        .AddSingleton<UsageQueryStore>()
        .AddSingleton<CostsQueryStore>()
        .AddSingleton<WholeCall>()
        .AddSingleton<TextSearch>()
        .AddSingleton<FinishedCalls>()
        .AddSingleton<LogStreamEndpoints>();

    /// <summary>Maps request logs, usage and costs.</summary>
    public static void MapUsageLog(this IEndpointRouteBuilder routes)
    {
        RequestLogEndpoints.Map(routes);
        LogExportEndpoints.Map(routes);
        routes.ServiceProvider.GetRequiredService<LogStreamEndpoints>().Map(routes);
        UsageEndpoints.Map(routes);
        CostsEndpoints.Map(routes);
        CallUsageEndpoints.Map(routes);
    }
}
