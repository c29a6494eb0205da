using Farebox.Testing.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Hardening;

/// <summary>One route of the server: its method, its pattern, and what it is made of.</summary>
internal sealed record ServedRoute(string Method, RoutePattern Pattern, EndpointMetadataCollection Metadata)
{
    public string Name => $"{Method} /{Pattern.RawText!.Trim('/')}";

    /// <summary>The path, with each parameter replaced by what the function gives for its name and the segment before it.</summary>
    public string PathWith(Func<string, string, string> value)
    {
        var before = "";
        var path = "";
        foreach (var segment in Pattern.RawText!.Trim('/').Split('/'))
        {
            var part = segment.StartsWith('{') ? value(segment.Trim('{', '}', '*'), before) : segment;
            (path, before) = ($"{path}/{part}", segment);
        }

        return path;
    }
}

/// <summary>The routes that the server really has, so that what is added is tested too.</summary>
internal static class RouteList
{
    public static IReadOnlyList<ServedRoute> Of(RunningFarebox farebox) =>
    [
        .. farebox.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => new ServedRoute(method, endpoint.RoutePattern, endpoint.Metadata)))
            .DistinctBy(route => route.Name).OrderBy(route => route.Name, StringComparer.Ordinal),
    ];
}
