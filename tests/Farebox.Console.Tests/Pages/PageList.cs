using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.ConsolePages.Tests.Pages;

/// <summary>Every page of the console, from the server's own table of routes: a new one is covered without being named here.</summary>
internal static partial class PageList
{
    /// <summary>Pages that send whoever is signed in elsewhere, or that need the link of a letter.</summary>
    private static readonly string[] ForStrangers = ["/console/set-up", "/console/sign-in", "/console/sign-in/code", "/console/sign-up", "/console/forgotten"];

    /// <summary>Pages that have the name of a model in their query: it may hold slashes.</summary>
    private static readonly string[] OfNames = ["/console/operator/models/one", "/console/operator/aliases/remove"];

    /// <summary>Of all pages for somebody who is signed in, with sample values in the place of their parameters.</summary>
    public static IReadOnlyList<string> AddressesOf(SampleInstallation sample) =>
    [
        .. RoutesOf(sample).Except(ForStrangers).Select(route => Parameter().Replace(route, match => ValueOf(match.Groups[1].Value, route, sample))
            + (OfNames.Contains(route) ? "?name=" + sample.Model : "")),
    ];

    private static IEnumerable<string> RoutesOf(SampleInstallation sample) => sample.Farebox.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageMark>() is not null)
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
        .Distinct().Order(StringComparer.Ordinal);

    private static string ValueOf(string parameter, string route, SampleInstallation sample) => parameter switch
    {
        "organization" => sample.OrganizationId,
        "project" => sample.Farebox.ProjectId,
        "key" => sample.KeyId,
        "token" => sample.TokenId,
        "user" => sample.UserId,
        "id" when route.Contains("/users/", StringComparison.Ordinal) => sample.UserId,
        "id" when route.Contains("/organizations/", StringComparison.Ordinal) => sample.OrganizationId,
        "upstream" => sample.UpstreamId,
        "voucher" => sample.VoucherId,
        "event" => sample.EventId,
        "call" => sample.CallId,
        "budget" => sample.BudgetId,
        _ => throw new InvalidOperationException($"{route} has a parameter that the sample installation has no value for: {parameter}"),
    };

    // {organization:regex(^org_)}, {key}, {**name}
    [GeneratedRegex(@"\{\**([a-z]+)[^}]*\}")]
    private static partial Regex Parameter();
}
