using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Accounts;

/// <summary>Puts the slice into the server.</summary>
internal static class AccountsSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<OrganizationStore>()
        .AddSingleton<ProjectStore>()
        .AddSingleton<DefaultAccounts>()
        .AddSingleton<OrganizationEndpoints>()
        .AddSingleton<ProjectEndpoints>();

    /// <summary>Adds its routes.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<OrganizationEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<ProjectEndpoints>().Map(routes);
    }
}
