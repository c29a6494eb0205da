using Farebox.Contracts;

namespace Farebox.ConsolePages.Parts;

/// <summary>An entry of the menu.</summary>
/// <param name="Path">Below the organization, or below <c>/console/operator/</c>.</param>
/// <param name="Text">The name of its text.</param>
/// <param name="Scope">Without it the entry is not shown.</param>
internal sealed record Section(string Path, string Text, string Scope);

/// <summary>The menu, in its order.</summary>
internal static class Sections
{
    /// <summary>What there is in an organization.</summary>
    public static IReadOnlyList<Section> OfOrganization { get; } =
    [
        new("overview", "overview", ScopeNames.OrganizationRead),
        new("playground", "playground", ScopeNames.KeysWrite),
        new("api-keys", "keys", ScopeNames.KeysRead),
        new("usage", "usage", ScopeNames.UsageRead),
        new("logs", "logs", ScopeNames.LogsRead),
        new("billing", "billing", ScopeNames.BillingRead),
        new("prices", "prices", ScopeNames.ModelRead),
        new("limits", "limits", ScopeNames.OrganizationRead),
        new("projects", "projects", ScopeNames.ProjectsRead),
        new("members", "members", ScopeNames.OrganizationRead),
        new("settings", "settings", ScopeNames.OrganizationRead),
        new("audit", "audit", ScopeNames.AuditRead),
    ];

    /// <summary>Where a visitor begins in an organization: every role sees something.</summary>
    public static string HomeOf(VisitorOrganization organization) =>
        OfOrganization.First(section => organization.Scopes.Contains(section.Scope)).Path;

    /// <summary>What there is for operators.</summary>
    public static IReadOnlyList<Section> OfOperators { get; } =
    [
        new("", "health", ScopeNames.SystemRead),
        new("upstreams", "upstreams", ScopeNames.SystemRead),
        new("models", "models", ScopeNames.SystemRead),
        new("aliases", "aliases", ScopeNames.SystemRead),
        new("vouchers", "vouchers", ScopeNames.SystemRead),
        new("organizations", "organizations", ScopeNames.SystemRead),
        new("users", "users", ScopeNames.SystemRead),
        new("audit", "audit", ScopeNames.SystemRead),
        new("settings", "settings", ScopeNames.SystemRead),
    ];
}
