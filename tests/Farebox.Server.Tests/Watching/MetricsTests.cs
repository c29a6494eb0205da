using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Watching;

public sealed class MetricsTests : MetricsFixture
{
    private const string Duration = "gen_ai_server_request_duration_seconds";
    private const string Refusals = "farebox_refusals_total";

    private static readonly (string, string)[] Labels =
    [
        ("gen_ai_operation_name", "chat"), ("gen_ai_request_model", "gpt-4o-mini"), ("gen_ai_provider_name", "openai"), ("farebox_upstream", "scripted-0"),
    ];

    [Fact]
    public async Task Call_Completed_IsCountedOnceInEachMetric()
    {
        Upstream.Enqueue(Answers.Chat("Hello", new TokenUsage(20, 30)));
        var record = await Farebox.RecordAsync((await Client.PostAsync(Calls.Body())).RequestId);

        var metrics = await ScrapeAsync();
        var duration = Assert.Single(metrics.Samples(Duration + "_count"));
        Assert.Equal(Labels.ToDictionary(), duration.Labels);
        Assert.Equal(1, duration.Value);
        Assert.Equal(record.DurationUs / 1e6, metrics.Sum(Duration + "_sum"), 6);
        Assert.Equal(record.UpstreamUs!.Value / 1e6, metrics.Sum("farebox_upstream_duration_seconds_sum", Labels), 6);
        Assert.Equal(30 / (record.DurationUs / 1e6), metrics.Sum("farebox_output_rate_sum", Labels), 6);
        Assert.Equal(1, metrics.Sum("farebox_flush_duration_seconds_count"));
        Assert.Equal(20, metrics.Sum("gen_ai_client_token_usage_sum", [.. Labels, ("gen_ai_token_type", "input")]));
        Assert.Equal(30, metrics.Sum("gen_ai_client_token_usage_sum", [.. Labels, ("gen_ai_token_type", "output")]));
        Assert.Empty(metrics.Samples("farebox_queue_duration_seconds_count"));
        Assert.Empty(metrics.Samples("gen_ai_server_time_to_first_token_seconds_count"));
        Assert.Empty(metrics.Samples(Refusals));
    }

    [Fact]
    public async Task Stream_Completed_TellsItsFirstTokenAndTheTimeOfEach()
    {
        var gate = new Gate();
        Upstream.Enqueue(Answers.ChatStream(new StreamScript { Gate = gate, HoldFromPiece = 4, Usage = new TokenUsage(20, 11) }));
        using var response = await Client.BeginAsync(Calls.Body(",\"stream\":true"), Cancelled);
        await gate.WaitUntilHeldAsync(Cancelled);
        gate.Open();
        await response.Content.ReadAsStringAsync(Cancelled);
        var record = await Farebox.RecordAsync(response.Headers.GetValues("x-request-id").Single());

        var metrics = await ScrapeAsync();
        var (first, whole) = (metrics.Sum("gen_ai_server_time_to_first_token_seconds_sum", Labels), record.DurationUs / 1e6);
        Assert.Equal(1, metrics.Sum("gen_ai_server_time_to_first_token_seconds_count"));
        Assert.InRange(first, double.Epsilon, whole);
        Assert.Equal((whole - first) / 10, metrics.Sum("gen_ai_server_time_per_output_token_seconds_sum", Labels), 6);
    }

    [Fact]
    public async Task Money_IsCountedInWholeNanoUsd()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "2", output = "8" });
        await Farebox.GrantAsync("5");
        Upstream.Always(Answers.Chat("Hello", new TokenUsage(21, 30)));
        await Client.PostAsync(Calls.Body(",\"max_tokens\":100"));
        await Client.PostAsync(Calls.Body(",\"max_tokens\":100"));

        var taken = Assert.Single((await ScrapeAsync()).Samples("farebox_money_taken_nano_usd_total"));
        Assert.Equal($"{2 * ((21 * 2000) + (30 * 8000))}", taken.Text);
    }

    [Fact]
    public async Task Refusals_AreCountedByReason_AndNameNoModelThatTheCatalogDoesNotKnow()
    {
        await Client.PostAsync(Calls.Body(model: "my-secret-plan"));
        await Farebox.With("sk-fbx-of-nobody").PostAsync(Calls.Body());
        await Farebox.With(null).PostAsync(Calls.Body());
        await Client.PostAsync("{");
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "2", output = "8" });
        await Client.PostAsync(Calls.Body());

        var text = await ReadAsync();
        var metrics = Exposition.Parse(text);
        Assert.DoesNotContain("my-secret-plan", text, StringComparison.Ordinal);
        Assert.Equal(
            ["credit_balance_exhausted", "invalid_api_key", "invalid_json", "model_not_found", "unauthorized"],
            metrics.Samples(Refusals).Select(sample => sample.Labels["farebox_reason"]).Order(StringComparer.Ordinal));
        Assert.Equal(5, metrics.Sum(Refusals));

        // The two that had no valid key are not on record, and so no calls.
        Assert.Equal(3, metrics.Sum(Duration + "_count", ("error_type", "refused"), ("gen_ai_provider_name", "farebox")));
        Assert.Empty(metrics.Samples("farebox_money_taken_nano_usd_total"));
    }

    [Fact]
    public async Task UpstreamThatFails_IsTold_WithoutItsOwnWords()
    {
        Upstream.Enqueue(Answers.Error(500, "strange_type", "strange_code", "strange words"), Answers.Error(400, "invalid_request_error", "strange_code", "no"));
        await Client.PostAsync(Calls.Body());
        var before = await ScrapeAsync();
        Assert.Equal(0, Assert.Single(before.Samples("farebox_upstream_healthy"), sample => sample.Labels["farebox_upstream"] == "scripted-0").Value);
        await Client.PostAsync(Calls.Body());

        var text = await ReadAsync();
        var metrics = Exposition.Parse(text);
        Assert.DoesNotContain("strange", text, StringComparison.Ordinal);
        Assert.Equal(1, metrics.Sum(Duration + "_count", [.. Labels, ("error_type", "upstream_failed")]));
        Assert.Equal(1, metrics.Sum(Duration + "_count", [.. Labels, ("error_type", "upstream_refused")]));
        Assert.Empty(metrics.Samples("farebox_output_rate_count"));
    }

    [Fact]
    public async Task WhatIsUnderWay_ShowsWhileItIs()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", input = "2", output = "8" });
        await Farebox.GrantAsync("5");
        var gate = new Gate();
        Upstream.Always(Answers.Behind(gate, Answers.Chat()));
        var call = Client.PostAsync(Calls.Body(",\"max_tokens\":100"));
        await Upstream.WaitForRequestAsync(Cancelled);

        var during = await ScrapeAsync();
        Assert.Equal((1, 1), (during.Sum("farebox_calls_active"), during.Sum("farebox_reservations_active")));
        gate.Open();
        Assert.Equal(200, (await call).Status);

        // The reservation is resolved before the answer leaves; the call itself ends just after it.
        Assert.Equal(0, (await ScrapeAsync()).Sum("farebox_reservations_active"));
        while ((await ScrapeAsync()).Sum("farebox_calls_active") > 0) Cancelled.ThrowIfCancellationRequested();
        var after = await ScrapeAsync();
        Assert.True(after.Sum("farebox_store_size_bytes", ("farebox_store", "ledger")) > 8192);
        Assert.True(after.Sum("farebox_journal_commits_total") > 1);
        Assert.Equal((1, 0), (after.Sum("farebox_journal_accepting"), after.Sum("farebox_call_log_dropped_total")));
    }
}
