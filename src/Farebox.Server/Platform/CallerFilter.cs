using Farebox.Kernel.Credentials;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Platform;

/// <summary>The scopes a management route asks for; <see cref="Scopes.None"/> means any valid credential.</summary>
public sealed record RequiredScopes(Scopes Scopes);

/// <summary>Authorization of management routes: nothing behind it runs without a caller who has the route's scopes.</summary>
public static class CallerFilter
{
    /// <summary>Asks for these scopes on a route or a group of routes.</summary>
    public static TBuilder RequireScopes<TBuilder>(this TBuilder builder, Scopes scopes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RequiredScopes(scopes));

    /// <summary>
    /// Runs between routing and the endpoint, before a handler's parameters are bound: a body is not read for a stranger.
    /// Routes without <see cref="RequiredScopes"/> are public.
    /// </summary>
    public static IApplicationBuilder UseCallers(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RequiredScopes>() is { } required ? CheckAsync(context, next, required) : next(context));

    private static async Task CheckAsync(HttpContext context, RequestDelegate next, RequiredScopes required)
    {
        var (caller, error) = await context.RequestServices.GetRequiredService<IAuthenticator>().AuthenticateAsync(context);
        if (error is null && !caller!.Grant.Has(required.Scopes))
            error = ApiErrors.ScopeMissing(ScopeText.Join(required.Scopes & ~caller.Grant.Scopes));
        if (error is not null)
        {
            await error.WriteAsync(context);
            return;
        }

        context.Features.Set(caller);
        context.Response.Headers["openai-organization"] = caller!.OrganizationId;
        await next(context);
    }
}
