using Farebox.Contracts.Usage;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Serving;

/// <summary>A real process that is asked to stop while a stream runs.</summary>
public sealed class GracefulStopTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("20", true)]
    [InlineData("1", false)]
    public async Task Stop_LetsAStreamFinishWithinTheLimit_AndEndsItBeyond(string limitSeconds, bool finishes)
    {
        var data = Path.Combine(Path.GetTempPath(), "farebox-stop-" + Path.GetRandomFileName());
        var adminKey = ServerProcess.NewAdminKey();
        await using var upstream = ScriptedUpstream.Start();
        var gate = new Gate();
        upstream.Always(Answers.ChatStream(new StreamScript { Gate = gate, HoldFromPiece = 2 }));
        try
        {
            string body, requestId;
            await using (var server = await ServerProcess.StartAsync(data, adminKey, new Dictionary<string, string> { ["FAREBOX_SHUTDOWN_SECONDS"] = limitSeconds }))
            {
                using var client = await ClientAsync(server, upstream);
                using var response = await client.BeginAsync(Calls.Body(",\"stream\":true"), Cancellation);
                requestId = response.Headers.GetValues("x-request-id").Single();
                await gate.WaitUntilHeldAsync(Cancellation);
                var stopping = server.StopAsync();
                if (finishes) gate.Open();
                body = await response.Content.ReadAsStringAsync(Cancellation);
                Assert.Equal(0, await stopping);
            }

            gate.Open();
            Assert.Equal(finishes, body.Contains("[DONE]", StringComparison.Ordinal));
            Assert.Equal(!finishes, body.Contains("server_is_overloaded", StringComparison.Ordinal));
            await using var next = await ServerProcess.StartAsync(data, adminKey);
            var record = await next.GetAsync("/v1/organization/request_logs/" + requestId);
            Assert.Equal(finishes ? Outcomes.Completed : Outcomes.Interrupted, record.GetProperty("outcome").GetString());
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<HttpClient> ClientAsync(ServerProcess server, ScriptedUpstream upstream)
    {
        await RunningFarebox.SendAsync(server.Admin, HttpMethod.Post, "/v1/system/upstreams", new { name = "scripted", kind = "openai", base_url = upstream.BaseUrl, free = true });
        var project = (await server.GetAsync("/v1/organization/projects")).GetProperty("data")[0].GetProperty("id").GetString();
        var key = await RunningFarebox.SendAsync(server.Admin, HttpMethod.Post, $"/v1/organization/projects/{project}/api_keys", new { name = "stop" });
        var client = new HttpClient { BaseAddress = server.BaseUrl, Timeout = Patience.Limit };
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestRecords.Secret(key.GetProperty("value").GetString()!));
        return client;
    }
}
