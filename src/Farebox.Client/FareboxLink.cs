namespace Farebox.Client;

/// <summary>Connections to one Farebox that clients with different credentials share.</summary>
public sealed class FareboxLink : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _baseUrl;

    private FareboxLink(HttpClient http, string baseUrl) => (_http, _baseUrl) = (http, baseUrl);

    /// <summary>See <see cref="FareboxClient.Connect"/>.</summary>
    /// <exception cref="ArgumentException">The base URL is none.</exception>
    /// <param name="pinned">SHA-256 of the one certificate that is taken for the server's, whatever its name; null for the usual checks.</param>
    public static FareboxLink To(string baseUrl, TimeSpan timeout, byte[]? pinned = null) =>
        new(Connections.Create(BaseUrl.Normalize(baseUrl), timeout, pinned), baseUrl);

    /// <summary>A client; disposing of it leaves the connections open.</summary>
    public FareboxClient With(string credential, string? organization = null) => new(_http, _baseUrl, credential, organization);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
