using Farebox.Server.Accounts;
using Farebox.Server.Audit;
using Farebox.Server.Billing;
using Farebox.Server.Budgets;
using Farebox.Server.CallLog;
using Farebox.Server.Catalog;
using Farebox.Server.Credentials;
using Farebox.Server.Ledger;
using Farebox.Server.Limits;
using Farebox.Server.Operating;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Relay;
using Farebox.Server.Settlement;
using Farebox.Server.Snapshots;
using Farebox.Server.Storage;
using Farebox.Server.Upstreams;
using Farebox.Server.UsageLog;
using Farebox.Server.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Farebox.Server;

/// <summary>Farebox as a part of an ASP.NET Core application: its services, then its routes.</summary>
public static class FareboxServer
{
    /// <summary>Adds Farebox's services.</summary>
    /// <exception cref="StartRefusedException">An option is not valid; the message names each.</exception>
    public static IServiceCollection AddFarebox(this IServiceCollection services, FareboxOptions options)
    {
        if (OptionsValidation.Check(options) is { Count: > 0 } errors) throw new StartRefusedException(string.Join(Environment.NewLine, errors));

        services.TryAddSingleton(TimeProvider.System);
        services.AddRouting();
        services.AddOpenApiDocument();
        return services
            .AddSingleton(options)
            .AddSingleton<IdSource>()
            .AddSingleton<ChangeFeed>()
            .AddSingleton<SessionGrants>()
            .AddSingleton<SettledCharges>()
            .AddSingleton(_ => InstallationSecret.Load(options))
            .AddSingleton(_ => DataDirectory.Open(options))
            .AddSingleton<Database>()
            .AddLedger()
            .AddSingleton<CallSettlement>()
            .AddAudit()
            .AddAccounts()
            .AddBudgets()
            .AddLimits()
            .AddCallLog()
            .AddCredentials()
            .AddUpstreams()
            .AddCatalog()
            .AddUsageLog()
            .AddBilling()
            .AddSnapshots()
            .AddOperating()
            .AddRelay()
            .AddWatching(ServerGauges.Of)
            .AddSingleton<FareboxStart>()
            .AddHostedService(provider => provider.GetRequiredService<FareboxStart>());
    }

    /// <summary>
    /// Maps Farebox's routes under the paths that clients expect. They bring their own outer ring and authentication, so that other routes of
    /// the application see nothing of them; a route of the application's goes before the catch-all below <c>/v1</c>.
    /// </summary>
    /// <returns>All of the routes, for what the application adds to them, such as a host name.</returns>
    public static IEndpointConventionBuilder MapFarebox(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithGroupName(OpenApiEndpoints.DocumentName);
        routes.MapAudit();
        routes.MapAccounts();
        routes.MapBudgets();
        routes.MapLimits();
        routes.MapCallLog();
        routes.MapCredentials();
        routes.MapUpstreams();
        routes.MapCatalog();
        routes.MapUsageLog();
        routes.MapBilling();
        routes.MapSnapshots();
        routes.MapOperating();
        routes.MapRelay();
        routes.MapHealth();
        routes.MapWatching();
        routes.MapOpenApiDocument();
        routes.MapFallback("/v1/{**path}", ApiErrors.WriteUnknownUrlAsync);
        ((IEndpointConventionBuilder)routes).Finally(Enclose);
        return routes;
    }

    /// <summary>Puts what every call of ours passes through around one route.</summary>
    internal static void Enclose(EndpointBuilder endpoint)
    {
        var pipeline = new ApplicationBuilder(endpoint.ApplicationServices);
        pipeline.UseMiddleware<OuterRing>();
        pipeline.UseCallers();
        pipeline.Run(endpoint.RequestDelegate!);
        endpoint.RequestDelegate = pipeline.Build();
    }
}
