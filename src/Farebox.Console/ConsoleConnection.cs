using Farebox.Client;

namespace Farebox.ConsolePages;

/// <summary>The management API as a page uses it: as whoever looks at the page, in one organization. Ends with the page.</summary>
public sealed class ConsoleConnection(FareboxClient client, IDisposable lease) : IDisposable
{
    public FareboxClient Client { get; } = client;

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        lease.Dispose();
    }
}
