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
    /// <summary>What there is in an organization; the first is where a visitor begins.</summary>
    public static IReadOnlyList<Section> OfOrganization { get; } =
    [
        new("api-keys", "keys", ScopeNames.KeysRead),
        new("invites", "invites", ScopeNames.OrganizationWrite),
    ];

    /// <summary>What there is for operators.</summary>
    public static IReadOnlyList<Section> OfOperators { get; } =
    [
    ];
}
