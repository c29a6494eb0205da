using Farebox.Server.Relay;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Hardening;

/// <summary>Clients that send a server what no honest one would.</summary>
public abstract class HardeningTest<TRules>(House<TRules> house) : IClassFixture<House<TRules>>
    where TRules : IHouseRules
{
    private readonly int _callsBefore = house.Upstream.Calls.Count;

    protected RunningFarebox Farebox => house.Farebox;

    protected ScriptedUpstream Upstream => house.Upstream;

    protected HttpClient Client => house.Client;

    protected string Key => house.Key;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What this test has sent to the upstream, but for what only showed that others are served.</summary>
    protected IReadOnlyList<RecordedRequest> Sent =>
        [.. Upstream.Calls.Skip(_callsBefore).Where(call => call.Method == "POST" && !call.BodyText.Contains("bystander", StringComparison.Ordinal))];

    /// <summary>Memory that bodies of calls under way take.</summary>
    protected long BodyBytes => Farebox.Services.GetRequiredService<BodyAllowance>().Taken;

    /// <summary>Awaits the end of what calls that were answered have taken: their memory is given back after their last byte.</summary>
    protected async Task AssertNoBodyBytesAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (BodyBytes > 0 && !patience.IsCancellationRequested) await Task.Yield();
        Assert.Equal(0, BodyBytes);
    }

    internal Task<RawClient> ConnectAsync(int? receiveBytes = null) => RawClient.ConnectAsync(Farebox.BaseUrl, receiveBytes);

    /// <summary>Sends all of it, and reads the one answer.</summary>
    internal async Task<RawAnswer?> ExchangeAsync(string text)
    {
        using var client = await ConnectAsync();
        await client.TrySendAsync(System.Text.Encoding.Latin1.GetBytes(text));
        return await client.ReadAsync();
    }

    /// <summary>A call like any other still works.</summary>
    protected async Task AssertServesAsync()
    {
        // On a connection of its own: a kept one may be closed for being idle while the call is on its way.
        using var client = Farebox.With(Key);
        Upstream.Enqueue(Answers.Chat("Hi"));
        Assert.Equal(200, (await client.PostAsync(Calls.Body(",\"user\":\"bystander\""))).Status);
    }
}
