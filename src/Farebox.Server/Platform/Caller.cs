using System.Reflection;
using Farebox.Kernel.Credentials;

namespace Farebox.Server.Platform;

/// <summary>Who calls the management API, after authentication and with the organization they act on. A handler takes it as a parameter.</summary>
/// <param name="OrganizationId">The organization of the grant, or the one that an operator named.</param>
public sealed record Caller(Grant Grant, string OrganizationId, string RedactedValue)
{
    /// <summary>The same, as the audit log tells who acted.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The project a caller is confined to: that of an API key or access token. Null for admin keys.</summary>
    public string? ProjectId => Grant.ProjectId;

    /// <summary>Lets minimal APIs hand the caller to a handler behind <see cref="CallerFilter"/>.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(context.Features.Get<Caller>());
}
