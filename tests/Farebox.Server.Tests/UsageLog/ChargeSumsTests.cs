using System.Text.Json;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.UsageLog;

public sealed class ChargeSumsTests : RelayFixture
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Farebox.GrantAsync("100");
    }

    private async Task<JsonElement> ChargeAsync(CallResult call) =>
        (await Farebox.GetAsync($"/v1/organization/request_logs/{call.RequestId}?include=charge")).GetProperty("charge");

    [Fact]
    public async Task Charge_ShowsEachComponentAndOneRounding()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "0.15", cached_input = "0.075", output = "0.6" });
        Upstream.Enqueue(Answers.Chat("x", new TokenUsage(19, 10)));
        var call = await Client.PostAsync(Calls.Body());
        var charge = await ChargeAsync(call);
        Assert.Equal(
            [("input", 19L, "0.15", "0.00000285"), ("output", 10L, "0.6", "0.000006")],
            charge.GetProperty("lines").EnumerateArray().Select(line => (Text(line, "component"), line.GetProperty("count").GetInt64(), Text(line, "price_usd"), Text(line, "amount_usd"))));
        Assert.Equal(("0.00000885", "1", "0.00000885", "0.00000885"), (Text(charge, "sum_usd"), Text(charge, "model_multiplier"), Text(charge, "fare_usd"), Text(charge, "charge_usd")));
        Assert.Equal(call.Header("farebox-charge-usd"), Text(charge, "charge_usd"));
    }

    [Fact]
    public async Task Charge_WithAMultiplier_IsTheSumTimesIt_RoundedUp()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "0.15", output = "0.6" });
        await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/system/multipliers", new { model = "gpt-4o-mini", multiplier = "1.33333" });
        Upstream.Enqueue(Answers.Chat("x", new TokenUsage(1, 1)));
        var charge = await ChargeAsync(await Client.PostAsync(Calls.Body()));
        Assert.Equal(("0.00000075", "1.33333", "0.000001"), (Text(charge, "sum_usd"), Text(charge, "model_multiplier"), Text(charge, "fare_usd")));
    }

    [Fact]
    public async Task Charge_NothingCharged_HasNoLines()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "0.15", output = "0.6", per_request = "0.01" });
        Upstream.Enqueue(Answers.BadRequest());
        var charge = await ChargeAsync(await Client.PostAsync(Calls.Body()));
        Assert.Equal((0, "0"), (charge.GetProperty("lines").GetArrayLength(), Text(charge, "charge_usd")));
    }

    [Fact]
    public async Task Charge_OfACallWithoutAPrice_IsLeftOut()
    {
        var call = await Client.PostAsync(Calls.Body(model: "no-such"));
        var shown = await Farebox.GetAsync($"/v1/organization/request_logs/{call.RequestId}?include=charge");
        Assert.False(shown.TryGetProperty("charge", out _));
    }

    private static string? Text(JsonElement parent, string name) => parent.GetProperty(name).GetString();
}
