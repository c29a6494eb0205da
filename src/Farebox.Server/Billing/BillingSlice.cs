using Farebox.Server.Billing.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Billing;

/// <summary>Composition of this folder.</summary>
internal static class BillingSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddBilling(this IServiceCollection services) => services
        .AddSingleton<TopUpStore>()
        .AddSingleton<TopUps>()
        .AddSingleton<VoucherStore>()
        .AddSingleton<WrongCodes>()
        .AddSingleton<PaymentStore>()
        .AddSingleton<PaymentDesk>()
        .AddSingleton<CreditEndpoints>()
        .AddSingleton<VoucherEndpoints>()
        .AddSingleton<RedeemEndpoint>();

    /// <summary>Maps credit and vouchers.</summary>
    public static void MapBilling(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<CreditEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<VoucherEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<RedeemEndpoint>().Map(routes);
    }
}
