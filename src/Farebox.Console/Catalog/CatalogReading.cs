using Farebox.Client;
using Farebox.Contracts.Models;

namespace Farebox.ConsolePages.Catalog;

/// <summary>Reads lists to their end.</summary>
internal static class CatalogReading
{
    private const int PageSize = 100;

    // A store with more second names than this is read on the command line.
    private const int MostPages = 20;

    /// <summary>Second names by the model that they stand for now.</summary>
    public static async Task<ILookup<string, string>> AliasesAsync(FareboxClient client)
    {
        var all = new List<ModelAlias>();
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var read = (await client.Aliases.ListAsync(new PageRequest(PageSize, after))).Value;
            all.AddRange(read.Data);
            if (!read.HasMore) break;
            after = read.LastId;
        }

        return all.Where(alias => alias.Target is not null).ToLookup(alias => alias.Target!, alias => alias.Id, StringComparer.Ordinal);
    }
}
