using Farebox.Client;

namespace Farebox.ConsolePages;

/// <summary>The management API as a page uses it: as whoever looks at the page. Ends with the page.</summary>
/// <param name="client">Acts in the page's organization, or as an operator.</param>
/// <param name="actingOn">Makes a client by which an operator acts on an organization.</param>
/// <param name="lease">Of the credential.</param>
public sealed class ConsoleConnection(FareboxClient client, Func<string, FareboxClient> actingOn, IDisposable lease) : IDisposable
{
    public FareboxClient Client { get; } = client;

    /// <summary>See <see cref="PageContext.ActingOn"/>.</summary>
    public Func<string, FareboxClient> ActingOn { get; } = actingOn;

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        lease.Dispose();
    }
}
