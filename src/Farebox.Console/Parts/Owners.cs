using Farebox.Client;
using Farebox.Contracts;
using Farebox.Contracts.Keys;
using Farebox.Contracts.Organizations;

namespace Farebox.ConsolePages.Parts;

/// <summary>What projects and keys are called, to be shown in the place of their ids. Archived ones, and those beyond the API's page, stay ids.</summary>
/// <param name="Projects">Those that are not archived.</param>
public sealed record Owners(IReadOnlyList<Project> Projects, IReadOnlyDictionary<string, ApiKey> Keys)
{
    private const int PageRows = 100;
    private const int MostProjects = 10;

    /// <summary>Nothing is known.</summary>
    public static Owners None { get; } = new([], new Dictionary<string, ApiKey>());

    /// <summary>Reads the projects, as far as the visitor's role may.</summary>
    public static async Task<Owners> ReadAsync(PageContext page) => page.May(ScopeNames.ProjectsRead)
        ? None with { Projects = (await page.Client!.Projects.ListAsync(new PageRequest(PageRows))).Value.Data }
        : None;

    /// <summary>With the keys of these projects, all read at once.</summary>
    public async Task<Owners> WithKeysAsync(PageContext page, IEnumerable<string> projectIds)
    {
        if (!page.May(ScopeNames.KeysRead)) return this;
        var known = projectIds.Where(id => Projects.Any(project => project.Id == id)).Distinct().Take(MostProjects);
        var lists = await Task.WhenAll(known.Select(id => page.Client!.ProjectKeys(id).ListAsync(new PageRequest(PageRows))));
        return this with { Keys = lists.SelectMany(list => list.Value.Data).ToDictionary(key => key.Id) };
    }

    /// <summary>A project's name, or its id.</summary>
    public string NameOfProject(string? id) => Projects.FirstOrDefault(project => project.Id == id)?.Name ?? id ?? "–";

    /// <summary>A key's name, or its id.</summary>
    public string NameOfKey(string? id) => id is not null && Keys.TryGetValue(id, out var key) ? key.Name : id ?? "–";
}
