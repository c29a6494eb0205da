using Farebox.Server.Limits;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Watching;

/// <summary>A real server after a little of everything, and what its endpoint gave then. Made once for the tests of one class.</summary>
public sealed class WatchedTraffic : IAsyncLifetime
{
    internal Exposition Metrics { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await using var upstream = ScriptedUpstream.Start();
        await using var farebox = await RunningFarebox.StartAsync([upstream], options => options.Metrics = true);
        await farebox.PriceAsync(new { model = "gpt-4o-mini", input = "2", output = "8" });
        await farebox.GrantAsync("5");
        var client = farebox.With(await farebox.NewKeyAsync());
        const string Limited = ",\"max_tokens\":100";
        var usage = new TokenUsage(20, 30);
        upstream.Enqueue(Answers.Chat("Hello", usage), Answers.ChatStream(new StreamScript { Usage = usage }), Answers.ServerError(), Answers.BadRequest());
        foreach (var more in new[] { "", ",\"stream\":true", "", "" }) await client.PostAsync(Calls.Body(Limited + more));
        await client.PostAsync(Calls.Body(model: "no-such-model"));
        await farebox.With(null).PostAsync(Calls.Body());
        await FillTheLineAsync(farebox, upstream, client);
        using var response = await farebox.Admin.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Metrics = Exposition.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>One call runs, one waits for it, and there is no place for a third.</summary>
    private static async Task FillTheLineAsync(RunningFarebox farebox, ScriptedUpstream upstream, HttpClient client)
    {
        var key = (await RunningFarebox.SendAsync(client, HttpMethod.Get, "/v1/key", null)).GetProperty("key_id").GetString();
        await farebox.Admin.Post($"/v1/organization/projects/{farebox.ProjectId}/api_keys/{key}/rate_limits/rl-*",
            new { max_concurrent_requests = 1, queue_max_waiting = 1, queue_max_wait_seconds = 60 }).Expect(200);
        var gate = new Gate();
        upstream.Always(Answers.Behind(gate, Answers.Chat("Hello", new TokenUsage(20, 30))));
        var running = client.PostAsync(Calls.Body(",\"max_tokens\":100"));
        await gate.WaitUntilHeldAsync(TestContext.Current.CancellationToken);
        var waiting = client.PostAsync(Calls.Body(",\"max_tokens\":100"));
        var table = farebox.Services.GetRequiredService<LimitTable>();
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (table.Waiting != 1)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(429, (await client.PostAsync(Calls.Body(",\"max_tokens\":100"))).Status);
        gate.Open();
        Assert.Equal((200, 200), ((await running).Status, (await waiting).Status));
    }
}
