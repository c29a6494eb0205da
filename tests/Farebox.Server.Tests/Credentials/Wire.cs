using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Farebox.Server.Tests.Credentials;

/// <summary>An answer as a test reads it.</summary>
internal sealed record Reply(HttpStatusCode Status, JsonElement Body, string Text, HttpResponseMessage Response)
{
    /// <summary>Member <c>code</c> of the error, null when it is null.</summary>
    public string? Code => Body.GetProperty("error").GetProperty("code").GetString();

    /// <summary>Member <c>param</c> of the error.</summary>
    public string? Param => Body.GetProperty("error").GetProperty("param").GetString();

    /// <summary>Member <c>message</c> of the error.</summary>
    public string Message => Body.GetProperty("error").GetProperty("message").GetString()!;

    /// <summary>The one challenge, or empty.</summary>
    public string Challenge => Response.Headers.WwwAuthenticate.ToString();

    public string String(string member) => Body.GetProperty(member).GetString()!;

    public long Number(string member) => Body.GetProperty(member).GetInt64();

    public JsonElement[] Data => [.. Body.GetProperty("data").EnumerateArray()];
}

/// <summary>Calls over the wire.</summary>
internal static class Wire
{
    public static Task<Reply> Get(this HttpClient client, string path) => SendAsync(client, HttpMethod.Get, path);

    public static Task<Reply> Post(this HttpClient client, string path, object? body = null) =>
        SendAsync(client, HttpMethod.Post, path, body is null ? null : JsonContent.Create(body));

    public static Task<Reply> PostText(this HttpClient client, string path, string json) =>
        SendAsync(client, HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public static Task<Reply> Delete(this HttpClient client, string path) => SendAsync(client, HttpMethod.Delete, path);

    /// <summary>Expects the status, and shows the body when it is another.</summary>
    public static async Task<Reply> Expect(this Task<Reply> call, int status)
    {
        var reply = await call;
        Assert.True((int)reply.Status == status, $"{(int)reply.Status} instead of {status}: {reply.Text}");
        return reply;
    }

    /// <summary>Expects an error of this shape: OpenAI's, with every member present.</summary>
    public static async Task<Reply> ExpectError(this Task<Reply> call, int status, string? code, string? param = null)
    {
        var reply = await call.Expect(status);
        Assert.Equal("invalid_request_error", reply.Body.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(code, reply.Code);
        Assert.Equal(param, reply.Param);
        return reply;
    }

    public static async Task<Reply> SendAsync(
        HttpClient client, HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Reply(response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text), text, response);
    }
}
