using System.Text;
using System.Text.Json;
using Farebox.Kernel.Routing;
using Farebox.Server.Upstreams;
using Farebox.Server.Upstreams.Eliza;

namespace Farebox.Server.Tests.Upstreams.Eliza;

/// <summary>Calls the connection as the relay does: bytes in, bytes out.</summary>
internal static class ElizaCalls
{
    public static ElizaConnection Connect(ManualClock? clock = null, TimeSpan wordDelay = default) =>
        new(clock ?? new ManualClock(), () => "1", wordDelay);

    public static UpstreamRequest Request(string json, Surface surface = Surface.ChatCompletions) =>
        new(surface, new UpstreamBody(Encoding.UTF8.GetBytes(json)), Stream: false);

    /// <summary>A body with these fields after messages in which the user alone speaks.</summary>
    public static string Body(string[] userMessages, string moreFields = "")
    {
        var messages = userMessages.Select(text => new { role = "user", content = text });
        return $$"""{"messages":{{JsonSerializer.Serialize(messages)}}{{moreFields}}}""";
    }

    public static async Task<(int Status, JsonElement Json)> CallAsync(string json, Surface surface = Surface.ChatCompletions)
    {
        using var connection = Connect();
        using var answer = await connection.SendAsync(Request(json, surface), TestContext.Current.CancellationToken);
        Assert.Equal("application/json", answer.ContentType);
        var body = await ReadAllAsync(answer);
        Assert.Equal(answer.ContentLength, Encoding.UTF8.GetByteCount(body));
        return (answer.StatusCode, JsonDocument.Parse(body).RootElement);
    }

    /// <summary>The text of the first choice.</summary>
    public static async Task<string> AskAsync(string[] userMessages, string moreFields = "") =>
        Content((await CallAsync(Body(userMessages, moreFields))).Json.GetProperty("choices")[0]);

    public static string Content(JsonElement choice) => choice.GetProperty("message").GetProperty("content").GetString()!;

    /// <summary>The data of each event of a stream, in order.</summary>
    public static async Task<List<string>> StreamAsync(string json)
    {
        using var connection = Connect();
        using var answer = await connection.SendAsync(Request(json), TestContext.Current.CancellationToken);
        Assert.Equal((200, "text/event-stream", null), (answer.StatusCode, answer.ContentType, answer.ContentLength));
        var frames = (await ReadAllAsync(answer)).Split("\n\n");
        Assert.Equal("", frames[^1]);
        return [.. frames[..^1].Select(frame => frame["data: ".Length..])];
    }

    private static async Task<string> ReadAllAsync(UpstreamAnswer answer)
    {
        using var all = new MemoryStream();
        var buffer = new byte[4_096];
        while (await answer.ReadAsync(buffer, TestContext.Current.CancellationToken) is var read and > 0) all.Write(buffer, 0, read);
        return Encoding.UTF8.GetString(all.ToArray());
    }
}
