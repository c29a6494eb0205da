using System.Text.Json;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Relay.Errors;

/// <summary>What every row of the error table has in common: the envelope and the headers.</summary>
public abstract class ErrorFixture : RelayFixture
{
    private static readonly string[] Members = ["code", "message", "param", "type"];

    private protected static void Is(CallResult call, int status, string type, string? code, string? param = null)
    {
        Assert.Equal((status, type, code, param), (call.Status, Text(call, "type"), Text(call, "code"), Text(call, "param")));
        Assert.Equal("application/json", call.Response.Content.Headers.ContentType?.ToString());

        // Null members are there: typed clients read them.
        Assert.Equal(["error"], call.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Members, call.Error.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.False(string.IsNullOrWhiteSpace(call.Error.GetProperty("message").GetString()));

        Assert.Matches("^req_[0-9a-f]{32}$", call.RequestId);
        Assert.Matches("^[0-9]+$", call.Header("openai-processing-ms"));
        Assert.Equal("2020-10-01", call.Header("openai-version"));
    }

    private protected static string Message(CallResult call) => call.Error.GetProperty("message").GetString()!;

    /// <summary>A call to any path that is not a model's.</summary>
    private protected static async Task<CallResult> SendAsync(HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return new CallResult((int)response.StatusCode, response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private protected async Task<string> KeyIdAsync(string key) =>
        (await RunningFarebox.SendAsync(Farebox.With(key), HttpMethod.Get, "/v1/key", null)).GetProperty("key_id").GetString()!;

    private static string? Text(CallResult call, string member) => call.Error.GetProperty(member).GetString();
}
