using Farebox.Client;
using Farebox.Contracts;
using Farebox.Contracts.Keys;
using Farebox.Contracts.Organizations;

namespace Farebox.ConsolePages.Keys;

/// <summary>A key and the project that it belongs to.</summary>
public sealed record ListedKey(Project Project, ApiKey Key);

/// <summary>The keys of all projects of an organization.</summary>
/// <param name="Keys">The newest first; those that were revoked last.</param>
/// <param name="IsCut">Whether there are more.</param>
internal sealed record KeyList(IReadOnlyList<ListedKey> Keys, bool IsCut)
{
    /// <summary>Rows of a table.</summary>
    public const int MostShown = 500;

    private const int PageRows = 100; // As many as a page of the API has.
    private const int MostProjects = 1000;
    private const int MostKeysOfProject = 5000;
    private const int ReadAtOnce = 8;

    /// <summary>The projects that are not archived.</summary>
    public static async Task<IReadOnlyList<Project>> ProjectsAsync(FareboxClient client) =>
        (await AllAsync(MostProjects, page => client.Projects.ListAsync(page))).Rows;

    /// <summary>Their keys.</summary>
    public static async Task<KeyList> ReadAsync(FareboxClient client, IReadOnlyList<Project> projects)
    {
        var (keys, isCut) = (new List<ListedKey>(), projects.Count >= MostProjects);
        foreach (var some in projects.Chunk(ReadAtOnce))
        {
            foreach (var (found, hasMore) in await Task.WhenAll(some.Select(project => KeysAsync(client, project))))
            {
                keys.AddRange(found);
                isCut |= hasMore;
            }
        }

        // The API lists the oldest first.
        return new KeyList(
            [.. keys.OrderBy(listed => listed.Key.RevokedAt is not null).ThenByDescending(listed => listed.Key.CreatedAt)
                .ThenByDescending(listed => listed.Key.Id, StringComparer.Ordinal)],
            isCut);
    }

    private static async Task<(IEnumerable<ListedKey> Keys, bool HasMore)> KeysAsync(FareboxClient client, Project project)
    {
        var (rows, hasMore) = await AllAsync(MostKeysOfProject, page => client.ProjectKeys(project.Id).ListAsync(page));
        return (rows.Select(key => new ListedKey(project, key)), hasMore);
    }

    private static async Task<(List<T> Rows, bool HasMore)> AllAsync<T>(int most, Func<PageRequest, Task<ApiResult<ListPage<T>>>> list)
    {
        var rows = new List<T>();
        string? after = null;
        do
        {
            var page = (await list(new PageRequest(PageRows, after))).Value;
            rows.AddRange(page.Data);
            after = page.HasMore ? page.LastId : null;
        }
        while (after is not null && rows.Count < most);
        return (rows, after is not null);
    }
}
