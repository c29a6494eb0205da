using Farebox.Contracts;
using Farebox.Kernel.Credentials;

namespace Farebox.Server.Platform;

/// <summary>Scopes as sets and as words.</summary>
public static class ScopeText
{
    private static readonly (Scopes Scope, string Name)[] Table =
    [
        (Scopes.ModelRead, ScopeNames.ModelRead),
        // Before its parts, so that the whole is written as one word.
        (Scopes.ModelRequest, ScopeNames.ModelRequest),
        (Scopes.RequestChat, ScopeNames.RequestChat),
        (Scopes.RequestCompletions, ScopeNames.RequestCompletions),
        (Scopes.RequestEmbeddings, ScopeNames.RequestEmbeddings),
        (Scopes.RequestImages, ScopeNames.RequestImages),
        (Scopes.RequestAudio, ScopeNames.RequestAudio),
        (Scopes.RequestResponses, ScopeNames.RequestResponses),
        (Scopes.TokensCreate, ScopeNames.TokensCreate),
        (Scopes.UsageRead, ScopeNames.UsageRead),
        (Scopes.LogsRead, ScopeNames.LogsRead),
        (Scopes.BillingRead, ScopeNames.BillingRead),
        (Scopes.BillingWrite, ScopeNames.BillingWrite),
        (Scopes.OrganizationRead, ScopeNames.OrganizationRead),
        (Scopes.OrganizationWrite, ScopeNames.OrganizationWrite),
        (Scopes.ProjectsRead, ScopeNames.ProjectsRead),
        (Scopes.ProjectsWrite, ScopeNames.ProjectsWrite),
        (Scopes.KeysRead, ScopeNames.KeysRead),
        (Scopes.KeysWrite, ScopeNames.KeysWrite),
        (Scopes.AuditRead, ScopeNames.AuditRead),
        (Scopes.SystemRead, ScopeNames.SystemRead),
        (Scopes.SystemWrite, ScopeNames.SystemWrite),
    ];

    /// <summary>The fewest names that stand for the set.</summary>
    public static List<string> Names(Scopes scopes)
    {
        var names = new List<string>();
        foreach (var (scope, name) in Table)
        {
            if ((scopes & scope) != scope) continue;
            names.Add(name);
            scopes &= ~scope;
        }

        return names;
    }

    /// <summary>As one string, separated by spaces.</summary>
    public static string Join(Scopes scopes) => string.Join(' ', Names(scopes));

    /// <summary>The set that the names stand for, or the first name that is none.</summary>
    public static (Scopes Scopes, string? Unknown) Parse(IEnumerable<string> names)
    {
        var scopes = Scopes.None;
        foreach (var name in names)
        {
            var row = Array.Find(Table, row => row.Name == name);
            if (row.Name is null) return (Scopes.None, name);
            scopes |= row.Scope;
        }

        return (scopes, null);
    }

    /// <summary>The set in a string separated by spaces.</summary>
    public static (Scopes Scopes, string? Unknown) Parse(string text) =>
        Parse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
