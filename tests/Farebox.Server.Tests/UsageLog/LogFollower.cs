using System.Net.ServerSentEvents;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.UsageLog;

/// <summary>Reads <c>/v1/organization/request_logs/stream</c> as a test asks for events.</summary>
internal sealed class LogFollower : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private LogFollower(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _events = SseParser.Create(body).EnumerateAsync(_stop.Token).GetAsyncEnumerator(_stop.Token);
    }

    /// <summary>Follows from when this returns.</summary>
    public static async Task<LogFollower> StartAsync(HttpClient client, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/organization/request_logs/stream" + query);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        return new LogFollower(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next event: its call's request id, and its own.</summary>
    public async Task<(string RequestId, string EventId)> NextAsync()
    {
        Assert.True(await _events.MoveNextAsync().AsTask().WaitAsync(Patience.Limit, TestContext.Current.CancellationToken));
        var json = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(_events.Current.Data);
        return (json.GetProperty("id").GetString()!, _events.Current.EventId!);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _response.Dispose();
        _stop.Dispose();
    }
}
