using Farebox.Client;
using Farebox.Contracts.Keys;
using Farebox.Contracts.Organizations;

namespace Farebox.ConsolePages.Keys;

/// <summary>A key and the project that it belongs to.</summary>
public sealed record ListedKey(Project Project, ApiKey Key);

/// <summary>Reads the keys of all projects of an organization.</summary>
internal static class KeyList
{
    // A page of the API holds 100 at most; beyond that the command line lists them.
    private const int Most = 100;

    /// <summary>The projects that are not archived.</summary>
    public static async Task<IReadOnlyList<Project>> ProjectsAsync(FareboxClient client) =>
        (await client.Projects.ListAsync(new PageRequest(Most))).Value.Data;

    /// <summary>Their keys, the newest first; those that were revoked last.</summary>
    public static async Task<IReadOnlyList<ListedKey>> ReadAsync(FareboxClient client, IReadOnlyList<Project> projects)
    {
        var keys = new List<ListedKey>();
        foreach (var project in projects)
        {
            var page = await client.ProjectKeys(project.Id).ListAsync(new PageRequest(Most));
            keys.AddRange(page.Value.Data.Select(key => new ListedKey(project, key)));
        }

        return [.. keys.OrderBy(listed => listed.Key.RevokedAt is not null).ThenByDescending(listed => listed.Key.CreatedAt)];
    }
}
