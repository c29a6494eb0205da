using Farebox.Server.Budgets;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Relay;

/// <summary>Real calls under a budget: they are told when it comes near its limit, and count where they began.</summary>
public sealed class SpendEventTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 23, 59, 0, TimeSpan.Zero));
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private RunningFarebox _farebox = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _farebox = await RunningFarebox.StartAsync([_upstream], clock: _clock);
        _client = _farebox.With(await _farebox.NewKeyAsync());
        await RunningFarebox.SendAsync(
            _farebox.Admin, HttpMethod.Post, $"/v1/organization/projects/{_farebox.ProjectId}/budgets", new { max_requests = 1, period = "day" });
    }

    public async ValueTask DisposeAsync()
    {
        await _farebox.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task CallOverMidnight_CountsInTheDayInWhichItBegan_AndIsToldOfThatDay()
    {
        var gate = new Gate();
        _upstream.Enqueue(Answers.Behind(gate, Answers.Chat("late")));
        var late = _client.PostAsync(Calls.Body());
        await _upstream.WaitForRequestAsync(TestContext.Current.CancellationToken);
        Assert.Equal(429, (await _client.PostAsync(Calls.Body())).Status);
        _clock.Advance(TimeSpan.FromMinutes(2));
        gate.Open();
        Assert.Equal(200, (await late).Status);
        Assert.Equal(["100 2026-11-22", "50 2026-11-22", "80 2026-11-22"], await ToldAsync());

        Assert.Equal(200, (await _client.PostAsync(Calls.Body())).Status);
        Assert.Equal(429, (await _client.PostAsync(Calls.Body())).Status);
        Assert.Equal(6, (await ToldAsync()).Count);
    }

    [Fact]
    public async Task CallThatFails_TellsNothing()
    {
        _upstream.Enqueue(Answers.ServerError());
        Assert.Equal(502, (await _client.PostAsync(Calls.Body())).Status);
        Assert.Empty(await ToldAsync());
    }

    /// <summary>Percent and period of all events, once everything that was told is written.</summary>
    private async Task<List<string>> ToldAsync()
    {
        await _farebox.Services.GetRequiredService<SpendWatch>().WrittenAsync();
        var told = (await _farebox.GetAsync("/v1/organization/spend_events?limit=100")).GetProperty("data").EnumerateArray();
        return [.. told.Select(seen => $"{seen.GetProperty("percent").GetInt32()} {seen.GetProperty("period").GetString()}").Order(StringComparer.Ordinal)];
    }
}
