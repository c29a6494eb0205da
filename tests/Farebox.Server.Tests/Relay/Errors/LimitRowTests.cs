namespace Farebox.Server.Tests.Relay.Errors;

/// <summary>The row of the error table about limits: clients are told when to come back.</summary>
public sealed class LimitRowTests : ErrorFixture
{
    [Fact]
    [ErrorRow("429 rate_limit_exceeded")]
    public async Task OverALimit_Is429_WithTheMomentToComeBack()
    {
        var client = Farebox.With(await Farebox.NewKeyAsync(new { name = "limited", rpm = 1 }));
        Assert.Equal(200, (await client.PostAsync(Calls.Body())).Status);
        var refused = await client.PostAsync(Calls.Body());
        Is(refused, 429, "requests", "rate_limit_exceeded");
        Assert.Null(refused.Header("x-should-retry"));
        Assert.InRange(long.Parse(refused.Header("retry-after-ms")!, System.Globalization.CultureInfo.InvariantCulture), 1, 61_000);

        var small = Farebox.With(await Farebox.NewKeyAsync(new { name = "small", tpm = 10 }));
        var never = await small.PostAsync(Calls.Body(",\"max_tokens\":1000"));
        Is(never, 429, "tokens", "rate_limit_exceeded");
        Assert.Equal(("false", null), (never.Header("x-should-retry"), never.Header("Retry-After")));
    }
}
