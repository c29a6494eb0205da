using System.Net.Http.Headers;
using System.Text.Json;
using Farebox.Contracts;

namespace Farebox.Client;

/// <summary>Sends one request with the credential and reads one answer; every sub-client goes through it.</summary>
internal sealed class ApiTransport(
    HttpClient http, string baseUrl, Func<CancellationToken, ValueTask<string>> credential, string? organization)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public string BaseUrl { get; } = Client.BaseUrl.Normalize(baseUrl);

    public Task<ApiResult<T>> GetAsync<T>(string path, CancellationToken cancel) =>
        SendAsync<T>(HttpMethod.Get, path, null, cancel);

    public Task<ApiResult<T>> PostAsync<T>(string path, object? body, CancellationToken cancel) =>
        SendAsync<T>(HttpMethod.Post, path, body, cancel);

    public Task<ApiResult<T>> DeleteAsync<T>(string path, CancellationToken cancel) =>
        SendAsync<T>(HttpMethod.Delete, path, null, cancel);

    /// <exception cref="FareboxApiException">The answer is an error, or is not what <typeparamref name="T"/> needs.</exception>
    /// <exception cref="FareboxUnreachableException">No answer came.</exception>
    public async Task<ApiResult<T>> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        var (text, requestId, status) = await SendTextAsync(method, path, body, cancel);
        try
        {
            if (JsonSerializer.Deserialize<T>(text, FareboxJson.Options) is { } value)
                return new ApiResult<T>(value, text, requestId);
        }
        catch (JsonException wrongShape)
        {
            throw Unexpected(status, path, requestId, wrongShape);
        }
        throw Unexpected(status, path, requestId, null);
    }

    /// <summary>As <see cref="SendAsync"/>, for answers that the caller reads itself.</summary>
    public async Task<(string Text, string? RequestId, int Status)> SendTextAsync(
        HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        using var response = await SendAsync(method, path, body, HttpCompletionOption.ResponseContentRead, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        return (text, ErrorReading.RequestIdOf(response), (int)response.StatusCode);
    }

    /// <summary>The successful response itself; the caller disposes of it.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body, HttpCompletionOption completion, CancellationToken cancel,
        params IEnumerable<(string Name, string Value)> headers)
    {
        var address = new Uri(BaseUrl + path);
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await credential(cancel));
        if (organization is not null)
            request.Headers.Add("OpenAI-Organization", organization);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), RequestJson.Options));
            request.Content.Headers.ContentType = Json;
        }
        try
        {
            var response = await http.SendAsync(request, completion, cancel);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw ErrorReading.Read(response, await response.Content.ReadAsStringAsync(cancel));
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancel))
        {
            throw Unreachable.From(failure, address);
        }
    }

    public async Task<bool> IsAliveAsync(CancellationToken cancel)
    {
        var address = new Uri(new Uri(BaseUrl), "/healthz");
        try
        {
            using var response = await http.GetAsync(address, cancel);
            var text = await response.Content.ReadAsStringAsync(cancel);
            return response.IsSuccessStatusCode && text.Contains("\"status\"", StringComparison.Ordinal)
                && response.Headers.Contains("x-request-id");
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancel))
        {
            throw Unreachable.From(failure, address);
        }
    }

    /// <summary>Whether <paramref name="failure"/> came from the way there, not from the caller's own cancellation.</summary>
    public static bool IsNoAnswer(Exception failure, CancellationToken cancel) =>
        failure is HttpRequestException or IOException || (failure is TaskCanceledException && !cancel.IsCancellationRequested);

    private static FareboxApiException Unexpected(int status, string path, string? requestId, Exception? cause) =>
        new(status, new ErrorDetail($"The answer to {path.Split('?')[0]} is not what Farebox answers.", "", null, null), requestId, cause);
}
