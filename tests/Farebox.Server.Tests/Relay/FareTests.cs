using Farebox.Kernel.Money;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay;

/// <summary>What calls cost: quoted, reserved, charged, said.</summary>
public sealed class FareTests : RelayFixture
{
    private static readonly TokenUsage Usage = new(20, 30);

    // In nano-USD, at 2 and 8 USD per million.
    private const long Fare = (20 * 2000) + (30 * 8000);

    [Fact]
    public async Task Call_IsChargedByItsTokens_AndSaysSo()
    {
        await PayAsync("5");

        var call = await Client.PostAsync(Calls.Body(",\"max_tokens\":100"));

        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal(200, call.Status);
        Assert.Equal(new NanoUsd(Fare).ToString(), call.Header("farebox-charge-usd"));
        Assert.Equal((new NanoUsd(Fare).ToString(), "0"), (record.ChargeUsd, record.OverrunUsd));
        Assert.True(NanoUsd.Parse(record.QuoteUsd).Value > Fare);
        Assert.StartsWith("price_", record.PriceVersion, StringComparison.Ordinal);
        Assert.Equal((NanoUsd.Parse("5") - new NanoUsd(Fare), NanoUsd.Zero), await Farebox.BalanceAsync());
    }

    [Fact]
    public async Task Stream_SaysItsFare_InACommentBeforeItsEnd()
    {
        await PayAsync("5");

        var call = await Client.PostAsync(Calls.Body(",\"max_tokens\":100,\"stream\":true"));

        Assert.EndsWith($": farebox-charge-usd={new NanoUsd(Fare)}\n\ndata: [DONE]\n\n", call.Body, StringComparison.Ordinal);
        Assert.Equal((NanoUsd.Parse("5") - new NanoUsd(Fare), NanoUsd.Zero), await Farebox.BalanceAsync());
    }

    [Fact]
    public async Task Balance_IsSaidOnlyToWhoMayReadBilling()
    {
        await PayAsync("5");
        var billing = Farebox.With(await Farebox.NewKeyAsync(new { name = "billing", permissions = "restricted", scopes = new[] { "model.request", "billing.read" } }));
        var plain = Farebox.With(await Farebox.NewKeyAsync(new { name = "plain", permissions = "restricted", scopes = new[] { "model.request" } }));
        var body = Calls.Body(",\"max_tokens\":100");
        var left = NanoUsd.Parse("5") - new NanoUsd(Fare);

        Assert.Equal(left.ToString(), (await billing.PostAsync(body)).Header("farebox-balance-usd"));
        Assert.Null((await plain.PostAsync(body)).Header("farebox-balance-usd"));
        left -= new NanoUsd(Fare);
        var key = (await RunningFarebox.SendAsync(billing, HttpMethod.Get, "/v1/key", null)).GetProperty("credit_balance_usd");
        Assert.Equal(left.ToString(), key.GetString());
        Assert.Null((await RunningFarebox.SendAsync(plain, HttpMethod.Get, "/v1/key", null)).GetProperty("credit_balance_usd").GetString());
    }

    [Fact]
    public async Task FreeModel_CostsNothing_WithoutCredit()
    {
        var call = await Client.PostAsync(Calls.Body());

        Assert.Equal((200, "0"), (call.Status, call.Header("farebox-charge-usd")));
        Assert.Equal((NanoUsd.Zero, NanoUsd.Zero), await Farebox.BalanceAsync());
    }

    [Fact]
    public async Task ModelWithoutAPrice_CannotBeCalled()
    {
        await using var upstream = ScriptedUpstream.Start();
        upstream.Models = ["nameless-model"];
        await Farebox.AddUpstreamAsync("priceless", upstream, free: false);

        var call = await Client.PostAsync(Calls.Body(model: "nameless-model"));

        Assert.Equal((400, "model"), (call.Status, call.Error.GetProperty("param").GetString()));
        Assert.Contains("has no price", call.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(upstream.Calls);
    }

    [Fact]
    public async Task CallBeyondTheBalance_IsRefusedBeforeTheUpstream()
    {
        await PayAsync("0.0001");

        var call = await Client.PostAsync(Calls.Body(",\"max_tokens\":1000"));

        Assert.Equal((429, "insufficient_quota", "credit_balance_exhausted", "false"), (
            call.Status, call.Error.GetProperty("type").GetString(), call.Error.GetProperty("code").GetString(), call.Header("x-should-retry")));
        Assert.StartsWith("You exceeded your current quota", call.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(Upstream.Calls);
        Assert.Equal((NanoUsd.Parse("0.0001"), NanoUsd.Zero), await Farebox.BalanceAsync());
    }

    [Fact]
    public async Task UsageBeyondTheQuote_IsChargedAtTheQuote_AndTheRestRecorded()
    {
        await PayAsync("5");
        Upstream.Enqueue(Answers.Chat("Hello", new TokenUsage(1_000_000, 1_000_000)));

        var call = await Client.PostAsync(Calls.Body(",\"max_tokens\":10"));

        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal(record.QuoteUsd, record.ChargeUsd);
        Assert.Equal(NanoUsd.Parse("10") - NanoUsd.Parse(record.QuoteUsd), NanoUsd.Parse(record.OverrunUsd));
        Assert.Equal(NanoUsd.Parse("5") - NanoUsd.Parse(record.QuoteUsd), (await Farebox.BalanceAsync()).Balance);
    }

    [Theory]
    [InlineData(UsageReport.WhenAsked)]
    [InlineData(UsageReport.FinalOnly)]
    [InlineData(UsageReport.WithFinish)]
    [InlineData(UsageReport.EachChunk)]
    public async Task Stream_HoweverItReportsUsage_IsChargedOnceByTheLast(UsageReport report)
    {
        await PayAsync("5");
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Report = report, Usage = Usage }));

        await Client.PostAsync(Calls.Body(",\"max_tokens\":100,\"stream\":true"));

        Assert.Equal(NanoUsd.Parse("5") - new NanoUsd(Fare), (await Farebox.BalanceAsync()).Balance);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UsageOfZeros_BesideAText_IsEstimated(bool stream)
    {
        await PayAsync("5");
        Upstream.Enqueue(stream
            ? Answers.ChatStream(new StreamScript { Report = UsageReport.FinalOnly, Usage = new TokenUsage(0, 0) })
            : Answers.Chat("Hello from an upstream that does not count.", new TokenUsage(0, 0)));

        var call = await Client.PostAsync(Calls.Body($",\"max_tokens\":100,\"stream\":{(stream ? "true" : "false")}"));

        var record = await Farebox.RecordAsync(call.RequestId);
        Assert.Equal("estimated", record.UsageSource);
        Assert.True(record.OutputTokens > 0);
        Assert.True(NanoUsd.Parse(record.ChargeUsd) > NanoUsd.Zero);
    }

    [Theory]
    [InlineData(",\"max_tokens\":\"100\"", "max_tokens")]
    [InlineData(",\"max_tokens\":1.5", "max_tokens")]
    [InlineData(",\"max_completion_tokens\":-1", "max_completion_tokens")]
    [InlineData(",\"n\":0", "n")]
    [InlineData(",\"n\":1,\"n\":50", "n")]
    [InlineData(",\"max_tokens\":5,\"max_tokens\":50", "max_tokens")]
    public async Task LimitThatCannotBeRead_IsNamed(string more, string param)
    {
        var call = await Client.PostAsync(Calls.Body(more));

        Assert.Equal((400, param), (call.Status, call.Error.GetProperty("param").GetString()));
        Assert.Empty(Upstream.Calls);
    }

    [Fact]
    public async Task Images_AreChargedByTheImage()
    {
        Upstream.Models = ["gpt-image-1"];
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", per_image = "0.04" });
        await Farebox.GrantAsync("5");
        Upstream.AlwaysFor("/v1/images/generations", Answers.Images());

        var call = await Client.PostAsync("""{"model":"gpt-4o-mini","prompt":"a cat","n":1}""", "/v1/images/generations");

        Assert.Equal((200, "0.04"), (call.Status, call.Header("farebox-charge-usd")));
    }

    [Theory]
    [InlineData(",\"max_tokens\":4000", "max_tokens")]
    [InlineData(",\"max_completion_tokens\":4000", "max_completion_tokens")]
    [InlineData("", "max_tokens")]
    public async Task LimitBeyondTheBalance_IsLowered_WhereTheOperatorPrefersThat(string more, string name)
    {
        await PayAsync("0.001");
        var body = Calls.Body(more);
        Assert.Equal(429, (await Client.PostAsync(body)).Status);

        Farebox.Options.LowerOutputLimit = true;
        var call = await Client.PostAsync(body);

        // 0.001 USD is 125 output tokens, less what the prompt may cost.
        Assert.Equal(200, call.Status);
        Assert.InRange(Upstream.Calls.Single().Field(name).GetInt32(), 50, 125);
        Assert.Equal(NanoUsd.Parse("0.001") - new NanoUsd(Fare), (await Farebox.BalanceAsync()).Balance);
    }

    private async Task PayAsync(string usd)
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "2", output = "8" });
        await Farebox.GrantAsync(usd);
        Upstream.Always(Answers.ByStream(Answers.ChatStream(new StreamScript { Usage = Usage }), Answers.Chat("Hello", Usage)));
    }
}
