using Farebox.Contracts.Usage;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Money;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>Refusals cost nothing, whoever refuses.</summary>
public sealed class RefusedTests : EndingFixture
{
    protected override void Configure(Platform.Options.FareboxOptions options) => (options.MaxBodyBytes, options.MaxConcurrentCalls) = (2000, 1);

    // A stranger's call is nobody's: it is not on record. Nor is one that nobody had time for.
    [Theory]
    [Ending(Ending.Refused)]
    [InlineData("none", 401)]
    [InlineData("unknown", 401)]
    [InlineData("admin", 401)]
    public async Task Refused_ForItsCredential_CostsNothing(string credential, int status)
    {
        var client = credential switch
        {
            "none" => Farebox.With(null),
            "unknown" => Farebox.With(TestRecords.Secret(KeyText.NewApiKey())),
            _ => Farebox.Admin,
        };

        Assert.Equal(status, (await client.PostAsync(Body(stream: false))).Status);

        await AssertNothingAsync();
        Assert.Empty(await Farebox.RecordsAsync());
    }

    public static TheoryData<string, int, string?> Cases => new()
    {
        { "scope", 401, null }, { "not-json", 400, "invalid_json" }, { "no-messages", 400, "missing_required_parameter" },
        { "too-large", 413, "request_too_large" }, { "unknown-model", 404, "model_not_found" }, { "unpriced-model", 400, "invalid_value" },
        { "budget", 429, "key_spend_limit_exceeded" }, { "credit", 429, "credit_balance_exhausted" },
    };

    [Theory]
    [Ending(Ending.Refused)]
    [MemberData(nameof(Cases))]
    public async Task Refused_ForItsBodyModelLimitOrCredit_CostsNothing(string name, int status, string? code)
    {
        await using var priceless = ScriptedUpstream.Start();
        priceless.Models = ["nameless-model"];
        var client = Client;
        if (name == "unpriced-model") await Farebox.AddUpstreamAsync("priceless", priceless, free: false);
        if (name == "scope") client = Farebox.With(await Farebox.NewKeyAsync(new { name, permissions = "restricted", scopes = new[] { "model.request:embeddings" } }));
        if (name == "budget") client = await WithBudgetAsync();

        var call = await client.PostAsync(name switch
        {
            "not-json" => "{",
            "no-messages" => "{\"model\":\"gpt-4o-mini\"}",
            "too-large" => Body(false, $",\"x\":\"{new string('x', 2000)}\""),
            "unknown-model" => Calls.Body(model: "no-such-model"),
            "unpriced-model" => Calls.Body(model: "nameless-model"),
            "credit" => Calls.Body(",\"max_tokens\":1000000"),
            _ => Body(stream: false),
        });

        Assert.Equal((status, code), (call.Status, call.Error.GetProperty("code").GetString()));
        await AssertNothingAsync();
        Assert.Empty(priceless.Calls);
        var record = await OnlyRecordAsync();
        Assert.Equal((Outcomes.Refused, status, 0, "0", "0", None), (record.Outcome, record.Status, record.Attempts, record.ChargeUsd, record.QuoteUsd, record.UsageSource));
    }

    [Fact]
    [Ending(Ending.Refused)]
    public async Task Refused_ForTooManyCallsAtOnce_CostsNothing()
    {
        var gate = new Gate();
        Upstream.Enqueue(Answers.Behind(gate, Answers.Chat("first", Usage)));
        var first = Client.PostAsync(Body(stream: false));
        await Upstream.WaitForRequestAsync(Cancellation);

        Assert.Equal(503, (await Client.PostAsync(Body(stream: false))).Status);

        gate.Open();
        Assert.Equal(200, (await first).Status);
        await AssertChargedAsync(Body(stream: false), Outcomes.Completed, Fare(Usage.Prompt, Usage.Completion), Reported);
    }

    [Theory]
    [Ending(Ending.UpstreamRefused)]
    [InlineData(400, false, Outcomes.UpstreamRefused)]
    [InlineData(400, true, Outcomes.UpstreamRefused)]
    [InlineData(404, false, Outcomes.UpstreamRefused)]
    [InlineData(413, false, Outcomes.UpstreamRefused)]
    [InlineData(422, false, Outcomes.UpstreamRefused)]
    [InlineData(429, false, Outcomes.UpstreamRefused)]
    [InlineData(429, true, Outcomes.UpstreamRefused)]
    [InlineData(401, false, Outcomes.UpstreamFailed)] // It refuses the operator, not the caller.
    [InlineData(402, true, Outcomes.UpstreamFailed)]
    [InlineData(403, false, Outcomes.UpstreamFailed)]
    [InlineData(418, false, Outcomes.UpstreamFailed)]
    public async Task RefusedByTheUpstream_CostsNothing(int upstreamStatus, bool stream, string outcome)
    {
        Upstream.Enqueue(Answers.Error(upstreamStatus, "invalid_request_error", null, "No."));

        var call = await Client.PostAsync(Body(stream));

        Assert.Equal(outcome == Outcomes.UpstreamRefused ? upstreamStatus : 502, call.Status);
        Assert.Equal(call.Status, (await AssertChargedAsync(Body(stream), outcome, 0, None)).Status);
    }

    private async Task AssertNothingAsync()
    {
        Assert.Empty(Upstream.Calls);
        Assert.Equal((Credit, NanoUsd.Zero), await Farebox.BalanceAsync());
    }

    private async Task<HttpClient> WithBudgetAsync()
    {
        var client = Farebox.With(await Farebox.NewKeyAsync());
        var id = (await RunningFarebox.SendAsync(client, HttpMethod.Get, "/v1/key", null)).GetProperty("key_id").GetString();
        await RunningFarebox.SendAsync(
            Farebox.Admin, HttpMethod.Post, $"/v1/organization/projects/{Farebox.ProjectId}/api_keys/{id}/budgets",
            new { max_spend_usd = "0.000001", period = "day" });
        return client;
    }
}
