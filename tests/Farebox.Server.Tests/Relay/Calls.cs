using System.Text;
using System.Text.Json;

namespace Farebox.Server.Tests.Relay;

/// <summary>A model call as a test sees it: status, headers and body as they came.</summary>
internal sealed record CallResult(int Status, HttpResponseMessage Response, string Body)
{
    public string RequestId => Response.Headers.GetValues("x-request-id").Single();

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public JsonElement Error => Json.GetProperty("error");

    /// <summary>The payloads of a stream's data lines.</summary>
    public List<string> Events => [.. Body.Split('\n', '\r').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => line[5..].TrimStart(' '))];

    /// <summary>What a stream's chat chunks say.</summary>
    public string StreamedText => string.Concat(Events.Where(data => data[0] == '{').Select(Delta));

    public string? Header(string name) => Response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    private static string Delta(string data)
    {
        var json = JsonSerializer.Deserialize<JsonElement>(data);
        return json.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0
            && choices[0].TryGetProperty("delta", out var delta) && delta.TryGetProperty("content", out var content) ? content.GetString() ?? "" : "";
    }
}

/// <summary>Sends model calls.</summary>
internal static class Calls
{
    public const string Chat = "/v1/chat/completions";

    public static string Body(string more = "", string model = "gpt-4o-mini") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hello"}]{{more}}}""";

    public static Task<CallResult> PostAsync(this HttpClient client, string body, string path = Chat) =>
        client.PostAsync(Encoding.UTF8.GetBytes(body), path);

    public static async Task<CallResult> PostAsync(this HttpClient client, byte[] body, string path = Chat)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return new CallResult((int)response.StatusCode, response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends a call and returns once the answer's headers are there.</summary>
    public static async Task<HttpResponseMessage> BeginAsync(this HttpClient client, string body, CancellationToken cancellationToken, string path = Chat)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
