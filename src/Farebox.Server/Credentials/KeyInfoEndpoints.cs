using Farebox.Contracts;
using Farebox.Contracts.Keys;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>What any credential may ask about itself, and what anybody may ask about the keys that sign tokens.</summary>
internal sealed class KeyInfoEndpoints(SigningKeys signingKeys)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/key", (Caller caller) => Results.Json(Describe(caller), FareboxJson.Options))
            .RequireScopes(Scopes.None).WithTags("API keys");
        routes.MapGet("/.well-known/jwks.json", (HttpContext context) =>
        {
            // A verifier that meets an unknown key id asks again; this only keeps the rest from asking each time.
            context.Response.Headers.CacheControl = "public, max-age=300";
            return Results.Json(signingKeys.Current.Public, FareboxJson.Options);
        }).WithTags("Access tokens");
    }

    private static KeyInfo Describe(Caller caller) => new()
    {
        Kind = caller.Grant.Kind switch
        {
            CredentialKind.ApiKey => "api_key",
            CredentialKind.AdminKey => "admin_key",
            _ => "access_token",
        },
        KeyId = caller.Grant.KeyId,
        TokenId = caller.Grant.TokenId,
        RedactedValue = caller.RedactedValue,
        Name = caller.Grant.Name,
        OrganizationId = caller.OrganizationId,
        ProjectId = caller.ProjectId,
        Scopes = ScopeText.Names(caller.Grant.Scopes),
        Models = caller.Grant.Models.Entries,
        AllowedIps = caller.Grant.Addresses.Entries,
        ExpiresAt = caller.Grant.ExpiresAt,
    };
}
