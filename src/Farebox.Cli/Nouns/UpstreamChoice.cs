using Farebox.Cli.Terminal;
using Farebox.Client;

namespace Farebox.Cli.Nouns;

/// <summary>Finds an upstream by its name.</summary>
internal static class UpstreamChoice
{
    private const int PageRows = 100;

    public static async Task<string> ByNameOrIdAsync(FareboxClient client, string nameOrId, CancellationToken cancel)
    {
        if (nameOrId.StartsWith("up_", StringComparison.Ordinal))
            return nameOrId;
        string? after = null;
        do
        {
            var page = (await client.Upstreams.ListAsync(new PageRequest(PageRows, after), cancel)).Value;
            if (page.Data.FirstOrDefault(upstream => upstream.Name == nameOrId) is { } found)
                return found.Id;
            after = page.HasMore ? page.LastId : null;
        }
        while (after is not null);
        throw new UsageException($"There is no upstream named \"{nameOrId}\". `farebox upstreams list` shows them.");
    }
}
