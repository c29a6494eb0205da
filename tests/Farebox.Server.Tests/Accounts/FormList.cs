using System.Text.RegularExpressions;
using Farebox.Testing.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts;

/// <summary>Every form of the console, from the server's own table of routes: a new one is covered without being named here.</summary>
internal static partial class FormList
{
    /// <summary>Their paths, in organization <c>default</c>; other parameters are something that is not there.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(RunningFarebox farebox)
    {
        var organization = (await farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
        var paths = farebox.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/console/", StringComparison.Ordinal)
                && route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("POST"))
            .Select(route => Parameter().Replace(route.RoutePattern.RawText!, match => match.Value.StartsWith("{organization:", StringComparison.Ordinal) ? organization : "x"))
            .ToList();
        Assert.True(paths.Count > 15);
        return paths;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
