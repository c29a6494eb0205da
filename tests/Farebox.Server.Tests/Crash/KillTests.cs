using System.Collections.Concurrent;
using System.Text;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Crash;

/// <summary>
/// A server under load is killed again and again. Whatever a client received of an answer, whole or of a stream's body one byte, must be on
/// record after the restart, and once.
/// </summary>
public sealed class KillTests
{
    private const int Clients = 16;

    [Fact]
    public async Task KilledUnderLoad_EveryAnswerThatAClientSaw_IsOnRecordOnce()
    {
        // Fewer rounds where ./test was asked to be quick; ten is what the promise was made with.
        var rounds = Environment.GetEnvironmentVariable("FAREBOX_TEST_QUICK") == "true" ? 2 : 10;
        var random = new Random(20260101);
        var data = Path.Combine(Path.GetTempPath(), "farebox-kill-" + Path.GetRandomFileName());
        var adminKey = ServerProcess.NewAdminKey();
        await using var upstream = ScriptedUpstream.Start();
        upstream.Always(Answers.ByStream(
            Answers.ChatStream(StreamScript.OfChunks(20) with { Pace = TimeSpan.FromMilliseconds(1) }), Answers.Chat("whole")));
        var seen = new ConcurrentDictionary<string, string>();
        var refused = 0;
        var key = "";
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                await using var server = await ServerProcess.StartAsync(data, adminKey);
                if (round == 0) key = await SetUpAsync(server, upstream);
                await AssertOnRecordAsync(server, seen);
                var load = new Load(server.BaseUrl, key, seen, calls: random.Next(40, 400));
                await load.RunUntilEnoughAsync(Clients);
                await server.KillAsync();
                await load.EndAsync();
                refused += load.Refused;
            }

            await using var last = await ServerProcess.StartAsync(data, adminKey);
            await AssertOnRecordAsync(last, seen);
            await AssertOnceAsync(last, seen);
            Assert.Equal(0, refused);
            Assert.Contains("stream", seen.Values);
            Assert.Contains("whole", seen.Values);
            TestContext.Current.SendDiagnosticMessage($"{rounds} kills, {seen.Count} answers seen by clients, all on record.");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<string> SetUpAsync(ServerProcess server, ScriptedUpstream upstream)
    {
        await RunningFarebox.SendAsync(server.Admin, HttpMethod.Post, "/v1/system/upstreams", new { name = "scripted", kind = "openai", base_url = upstream.BaseUrl, free = true });
        var project = (await server.GetAsync("/v1/organization/projects")).GetProperty("data")[0].GetProperty("id").GetString();
        var key = await RunningFarebox.SendAsync(server.Admin, HttpMethod.Post, $"/v1/organization/projects/{project}/api_keys", new { name = "load" });
        return TestRecords.Secret(key.GetProperty("value").GetString()!);
    }

    private static async Task AssertOnRecordAsync(ServerProcess server, ConcurrentDictionary<string, string> seen)
    {
        foreach (var (id, kind) in seen)
        {
            using var response = await server.Admin.GetAsync(new Uri("/v1/organization/request_logs/" + id, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode, $"{id} ({kind}) was seen by a client and is not on record.");
        }
    }

    private static async Task AssertOnceAsync(ServerProcess server, ConcurrentDictionary<string, string> seen)
    {
        var counts = new Dictionary<string, int>();
        for (var after = ""; ;)
        {
            var page = await server.GetAsync($"/v1/organization/request_logs?limit=100{after}");
            foreach (var row in page.GetProperty("data").EnumerateArray())
            {
                var id = row.GetProperty("id").GetString()!;
                counts[id] = counts.GetValueOrDefault(id) + 1;
            }

            if (!page.GetProperty("has_more").GetBoolean()) break;
            after = "&after=" + page.GetProperty("last_id").GetString();
        }

        Assert.All(seen.Keys, id => Assert.Equal(1, counts.GetValueOrDefault(id)));
        Assert.All(counts.Values, count => Assert.Equal(1, count));
    }

    /// <summary>Clients that call until the server is gone, and note what they saw.</summary>
    private sealed class Load(Uri baseUrl, string key, ConcurrentDictionary<string, string> seen, int calls)
    {
        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task[] _clients = [];
        private int _done;
        private int _refused;

        public int Refused => _refused;

        public async Task RunUntilEnoughAsync(int clients)
        {
            _clients = [.. Enumerable.Range(0, clients).Select(number => Task.Run(() => CallUntilGoneAsync(streams: number % 2 == 0)))];
            await _enough.Task.WaitAsync(Patience.Limit);
        }

        public Task EndAsync() => Task.WhenAll(_clients).WaitAsync(Patience.Limit);

        private async Task CallUntilGoneAsync(bool streams)
        {
            using var client = new HttpClient { BaseAddress = baseUrl, Timeout = Patience.Limit };
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
            try
            {
                while (true)
                {
                    await CallAsync(client, streams);
                    if (Interlocked.Increment(ref _done) >= calls) _enough.TrySetResult();
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // The server is gone, as it should be: the kill comes only after enough calls.
            }
        }

        private async Task CallAsync(HttpClient client, bool stream)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = new StringContent(
                    $$"""{"model":"gpt-4o-mini","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"x"}]}""",
                    Encoding.UTF8, "application/json"),
            };
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (!response.IsSuccessStatusCode) Interlocked.Increment(ref _refused);
            var id = response.Headers.GetValues("x-request-id").Single();
            await using var body = await response.Content.ReadAsStreamAsync();
            var buffer = new byte[64 << 10];
            while (await body.ReadAsync(buffer) is var read and > 0)
            {
                if (stream && read > 0) seen[id] = "stream";
            }

            if (!stream) seen[id] = "whole";
        }
    }
}
