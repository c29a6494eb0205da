using Farebox.Kernel.Credentials;

namespace Farebox.Kernel.Tests.Routing;

/// <summary>Grants for asking a catalog.</summary>
internal static class Grants
{
    public static Grant Of(Scopes scopes = Scopes.AnyApiKey, params IReadOnlyList<string> models) => new()
    {
        Kind = CredentialKind.ApiKey, KeyId = "key_1", SecretId = "sec_1", OrganizationId = "org_1", ProjectId = "proj_1", Name = "test",
        Scopes = scopes, Models = models.Count == 0 ? ModelSet.All : ModelSet.TryCreate(models)!,
    };
}
