using System.Security.Cryptography;
using System.Text;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Watching;

/// <summary><c>GET /metrics</c>, for Prometheus: with <c>metrics_token</c> or with an operator's admin key, as a bearer token either way.</summary>
internal sealed class MetricsEndpoints(Watch watch, IAuthenticator authenticator, FareboxOptions options)
{
    private readonly byte[] _token = Encoding.UTF8.GetBytes(options.MetricsToken.Length == 0 ? "" : "Bearer " + options.MetricsToken);

    /// <summary>Adds the route, when metrics are on.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        if (watch.Telemetry.Prometheus is not { } prometheus) return;
        routes.MapGet("/metrics", (Delegate)((HttpContext context) => ReadAsync(context, prometheus)))
            .WithTags("Health").WithSummary("Read the metrics in Prometheus's text format").Produces<string>(contentType: "text/plain");
    }

    private async Task<IResult> ReadAsync(HttpContext context, PrometheusExporter prometheus)
    {
        if (!IsToken(context.Request) && await RefusalAsync(context) is { } refusal) return refusal;
        return await prometheus.ReadAsync(context.RequestAborted) is { } text
            ? Results.Bytes(text, PrometheusText.ContentType)
            : ApiErrors.Overloaded("The metrics could not be collected in time.");
    }

    private bool IsToken(HttpRequest request) =>
        _token.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), _token);

    private async Task<ApiError?> RefusalAsync(HttpContext context)
    {
        var (caller, error) = await authenticator.AuthenticateAsync(context);
        return error ?? (caller!.Grant.Has(Scopes.SystemRead) ? null : ApiErrors.ScopeMissing(ScopeText.Join(Scopes.SystemRead)));
    }
}
