using System.Net.Http.Headers;
using System.Text.Json;

namespace Farebox.Server.Accounts.External;

/// <summary>Asks providers. Redirects are not followed, and answers are bounded: providers may be broken, or not who they were.</summary>
internal sealed class ProviderHttp : IDisposable
{
    private const int MaxAnswerBytes = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = Patience, MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>Reads a JSON object.</summary>
    /// <param name="bearer">An access token, where one is needed.</param>
    /// <exception cref="ProviderException">There is no such answer.</exception>
    public async Task<JsonElement> GetAsync(string address, string? bearer, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return await SendAsync(request, cancel);
    }

    /// <summary>Sends a form and reads a JSON object.</summary>
    /// <param name="basic">A client's id and secret, where they go into a header.</param>
    /// <exception cref="ProviderException">There is no such answer.</exception>
    public async Task<JsonElement> PostAsync(string address, Dictionary<string, string> form, string? basic, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        if (basic is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        return await SendAsync(request, cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await _http.SendAsync(request, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            if (!response.IsSuccessStatusCode) throw new ProviderException($"{request.RequestUri} answered {(int)response.StatusCode}");
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ProviderException($"{request.RequestUri} answered with no JSON object");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new ProviderException($"{request.RequestUri} gave no answer: {e.Message}", e);
        }
    }
}
