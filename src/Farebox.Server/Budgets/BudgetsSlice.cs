using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Budgets;

/// <summary>Puts the slice into the server.</summary>
internal static class BudgetsSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddBudgets(this IServiceCollection services) => services
        .AddSingleton<BudgetStore>()
        .AddSingleton<BudgetStates>()
        .AddSingleton<BudgetEndpoints>()
        .AddSingleton<SpendLimitEndpoints>()
        .AddSingleton<SpendEventStore>()
        .AddSingleton<SpendWatch>()
        .AddHostedService(provider => provider.GetRequiredService<SpendWatch>());

    /// <summary>Adds its routes.</summary>
    public static void MapBudgets(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<BudgetEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<SpendLimitEndpoints>().Map(routes);
        SpendEventEndpoints.Map(routes);
    }
}
