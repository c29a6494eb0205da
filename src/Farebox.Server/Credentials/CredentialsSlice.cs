using Farebox.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Credentials;

/// <summary>Puts the slice into the server.</summary>
internal static class CredentialsSlice
{
    /// <summary>Adds its services.</summary>
    public static IServiceCollection AddCredentials(this IServiceCollection services) => services
        .AddSingleton<CredentialStore>()
        .AddSingleton<OperatorOrganizationStore>()
        .AddSingleton<OperatorKeyStore>()
        .AddSingleton<ApiKeyStore>()
        .AddSingleton<AccessTokenStore>()
        .AddSingleton<SigningKeyStore>()
        .AddSingleton<SigningKeys>()
        .AddSingleton<AccessTokens>()
        .AddSingleton<CredentialChanges>()
        .AddSingleton<CredentialCache>()
        .AddSingleton<CredentialLoader>()
        .AddSingleton<LastUsed>()
        .AddSingleton(provider => new Authenticator(
            provider.GetRequiredService<CredentialCache>(),
            provider.GetRequiredService<CredentialLoader>(),
            provider.GetRequiredService<OperatorOrganizationStore>(),
            provider.GetRequiredService<LastUsed>(),
            provider.GetRequiredService<InstallationSecret>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SessionGrants>()))
        .AddSingleton<IAuthenticator>(provider => provider.GetRequiredService<Authenticator>())
        .AddSingleton<FirstStart>()
        .AddSingleton<ApiKeyEndpoints>()
        .AddSingleton<AccessTokenEndpoints>()
        .AddSingleton<KeyInfoEndpoints>()
        .AddSingleton<CredentialUpkeep>()
        .AddHostedService(provider => provider.GetRequiredService<CredentialUpkeep>());

    /// <summary>Adds its routes.</summary>
    public static void MapCredentials(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<ApiKeyEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<AccessTokenEndpoints>().Map(routes);
        routes.ServiceProvider.GetRequiredService<KeyInfoEndpoints>().Map(routes);
    }
}
