using Farebox.Kernel.Money;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>Many calls at once on little money.</summary>
public sealed class FareRaceTests : RelayFixture
{
    private const int Clients = 200;

    [Fact]
    public async Task ThirtySevenCallsWorthOfCredit_PaysForExactlyThirtySeven()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", per_request = "0.001" });
        await Farebox.GrantAsync("0.037");

        var calls = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Client.PostAsync(Calls.Body(i % 2 == 0 ? "" : ",\"stream\":true"))));

        Assert.Equal(37, calls.Count(call => call.Status == 200));
        Assert.All(calls.Where(call => call.Status != 200), call => Assert.Equal(
            (429, "credit_balance_exhausted", "false"), (call.Status, call.Error.GetProperty("code").GetString(), call.Header("x-should-retry"))));
        Assert.Equal((NanoUsd.Zero, NanoUsd.Zero), await Farebox.BalanceAsync());
        Assert.Equal(37, Upstream.Calls.Count);
    }

    [Fact]
    public async Task CallsPricedByTokens_NeverOverdraw_AndWithRetriesSpendAllTheMoneyPaysFor()
    {
        const int affordable = 25;
        var fare = new NanoUsd((20 * 2000) + (30 * 8000));
        Upstream.Always(Answers.Chat("Hello", new TokenUsage(20, 30)));
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "2", output = "8" });
        var body = Calls.Body(",\"max_tokens\":50");
        var quote = new NanoUsd((body.Length * 2000) + (50 * 8000));

        // Enough for so many fares, the last of which still has to be quoted.
        await Farebox.GrantAsync((new NanoUsd(fare.Value * (affordable - 1)) + quote).ToString());

        var served = 0;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            while (true)
            {
                var call = await Client.PostAsync(body);
                if (call.Status == 200) Interlocked.Increment(ref served);
                else if ((await Farebox.BalanceAsync()) is { Reserved.Value: 0 } left && left.Balance < quote) return;
            }
        }));

        var (balance, reserved) = await Farebox.BalanceAsync();
        Assert.Equal(affordable, served);
        Assert.Equal((quote - fare, NanoUsd.Zero), (balance, reserved));
    }
}
