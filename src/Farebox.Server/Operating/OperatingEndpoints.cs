using Farebox.Contracts;
using Farebox.Contracts.Operating;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Operating;

/// <summary><c>/v1/system/health_report</c> and <c>/v1/system/settings</c>.</summary>
internal static class OperatingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/system/health_report", async (HealthReporter reporter, CancellationToken cancellationToken) =>
                Results.Json(await reporter.ReportAsync(cancellationToken), FareboxJson.Options))
            .RequireScopes(Scopes.SystemRead).WithTags("System")
            .WithSummary("Tell what is wrong with the installation, and what to do about it").Produces<HealthReport>();
        routes.MapGet("/v1/system/settings", (FareboxOptions options) =>
                Results.Json(new SystemSettingList("list", SettingsReading.All(options)), FareboxJson.Options))
            .RequireScopes(Scopes.SystemRead).WithTags("System")
            .WithSummary("List the server's options, their values and where those come from").Produces<SystemSettingList>();
    }
}
