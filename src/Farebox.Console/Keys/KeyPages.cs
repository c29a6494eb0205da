namespace Farebox.ConsolePages.Keys;

/// <summary>API keys of an organization.</summary>
internal static class KeyPages
{
    public static void Map(PageRoutes pages)
    {
        pages.OrganizationPage<KeysPage>("api-keys");
        pages.OrganizationPage<NewKeyPage>("api-keys/new");
        pages.OrganizationPage<KeyPage>("api-keys/{project}/{key}");
        pages.OrganizationPage<RevokeTokenPage>("api-keys/{project}/{key}/tokens/{token}/revoke");
        pages.OrganizationPage<RevokeKeyPage>("api-keys/{project}/{key}/revoke");
        pages.OrganizationForm("api-keys/new", KeyForms.CreateAsync);
        pages.OrganizationForm("api-keys/{project}/{key}", KeyForms.ChangeAsync);
        pages.OrganizationForm("api-keys/{project}/{key}/revoke", KeyForms.RevokeAsync);
        pages.OrganizationForm("api-keys/{project}/{key}/name", TokenForms.RenameAsync);
        pages.OrganizationForm("api-keys/{project}/{key}/tokens", TokenForms.MintAsync);
        pages.OrganizationForm("api-keys/{project}/{key}/tokens/{token}/revoke", TokenForms.RevokeAsync);
    }
}
