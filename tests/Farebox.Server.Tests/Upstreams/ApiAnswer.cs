using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Upstreams;

/// <summary>An answer of the management API.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, string Text)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    public ErrorDetail Error => JsonSerializer.Deserialize<ErrorBody>(Text, FareboxJson.Options)!.Error;

    public T Read<T>()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{Status}: {Text}");
        return JsonSerializer.Deserialize<T>(Text, FareboxJson.Options)!;
    }
}

/// <summary>Calls the management API as a test does.</summary>
internal static class SystemApi
{
    public static Task<ApiAnswer> CallAsync(this RunningFarebox farebox, HttpMethod method, string path, object? body = null) =>
        farebox.Admin.CallAsync(method, path, body);

    public static async Task<ApiAnswer> CallAsync(this HttpClient client, HttpMethod method, string path, object? body = null)
    {
        var token = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = body is string text ? new StringContent(text) : JsonContent.Create(body);
        using var response = await client.SendAsync(request, token);
        return new ApiAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(token));
    }

    public static async Task<T> GetAsync<T>(this RunningFarebox farebox, string path) => (await farebox.CallAsync(HttpMethod.Get, path)).Read<T>();

    public static async Task<T> PostAsync<T>(this RunningFarebox farebox, string path, object? body = null) =>
        (await farebox.CallAsync(HttpMethod.Post, path, body)).Read<T>();
}
