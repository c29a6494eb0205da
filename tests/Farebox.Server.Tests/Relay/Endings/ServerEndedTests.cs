using System.Text.Json;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Money;
using Farebox.Server.Tests.Crash;
using Farebox.Testing.Server;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>Farebox itself ends under a call: what the next process finds.</summary>
public sealed class ServerEndedTests : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("farebox-ended-").FullName;
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private readonly Gate _gate = new();
    private string? _adminKey;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _upstream.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Theory]
    [Ending(Ending.Stopped)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stopped_CostsNothing(bool stream)
    {
        var body = Calls.Body($",\"max_tokens\":100,\"stream\":{(stream ? "true" : "false")}");
        _upstream.Enqueue(stream ? Answers.ChatStream(new StreamScript { Gate = _gate, HoldFromPiece = 4 }) : Answers.Behind(_gate, Answers.Chat()));
        Task<HttpResponseMessage> call;
        StreamReader? reader = null;
        await using (var farebox = await StartAsync(_upstream))
        {
            await farebox.PriceAsync(new { model = "gpt-4o-mini", input = "2", output = "8", per_request = "0.001" });
            await farebox.GrantAsync("5");

            // Not one of the server's own clients, which end before it does.
            var client = new HttpClient { BaseAddress = farebox.BaseUrl, Timeout = Patience.Limit };
            client.DefaultRequestHeaders.Authorization = new("Bearer", await farebox.NewKeyAsync());
            call = client.BeginAsync(body, Cancellation);
            await _gate.WaitUntilHeldAsync(Cancellation);

            // What the upstream sent must have gone through the server before it is stopped.
            if (stream) reader = new StreamReader(await (await call).Content.ReadAsStreamAsync(Cancellation));
            while (reader is not null && !(await reader.ReadLineAsync(Cancellation))!.Contains(" the", StringComparison.Ordinal)) { }
        }

        using var response = await call;
        Assert.Equal(stream ? 200 : 503, (int)response.StatusCode);
        var rest = await (reader?.ReadToEndAsync(Cancellation) ?? response.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("server_is_overloaded", rest, StringComparison.Ordinal);
        await using var next = await StartAsync();
        var record = Assert.Single(await next.RecordsAsync());
        var quote = new NanoUsd((body.Length * 2000) + (100 * 8000) + 1_000_000);
        Assert.Equal((Outcomes.Interrupted, "0", quote.ToString(), "0"), (record.Outcome, record.ChargeUsd, record.QuoteUsd, record.OverrunUsd));
        Assert.Equal((NanoUsd.Parse("5"), NanoUsd.Zero), await next.BalanceAsync());
    }

    [Fact]
    [Ending(Ending.Died)]
    public async Task Died_CostsNothing_AndAStreamIsOnRecordWithItsQuote()
    {
        await using var server = await PaidServer.StartAsync(_data, _upstream);
        _upstream.Enqueue(Answers.ChatStream(new StreamScript { Gate = _gate, HoldFromPiece = 4 }), Answers.Behind(_gate, Answers.Chat()));
        using var stream = await server.Client.BeginAsync(Calls.Body(",\"stream\":true"), Cancellation);
        var streamId = stream.Headers.GetValues("x-request-id").Single();
        await _upstream.WaitForRequestAsync(Cancellation);
        var whole = server.Client.PostAsync(Calls.Body());
        await _upstream.WaitForRequestAsync(Cancellation);

        await server.Process.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => whole);
        await server.StartAsync();

        // The other call had not answered a byte: it is as if it had never been.
        var record = (await server.Process.GetAsync("/v1/organization/request_logs")).GetProperty("data").EnumerateArray().Single();
        Assert.Equal(
            (streamId, Outcomes.Interrupted, "0", "0.001", None),
            (Text(record, "id"), Text(record, "outcome"), Text(record, "charge_usd"), Text(record, "quote_usd"), Text(record, "usage_source")));
        var balance = await server.Process.GetAsync("/v1/organization/credit_balance");
        Assert.Equal(("1000", "0"), (Text(balance, "posted_usd"), Text(balance, "reserved_usd")));
        await PaidServer.VerifyAsync(_data);
    }

    private const string None = "none";

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private Task<RunningFarebox> StartAsync(params ScriptedUpstream[] upstreams) => RunningFarebox.StartAsync(upstreams, options =>
    {
        options.Data = _data;
        options.AdminKey = _adminKey ??= options.AdminKey;
        options.ShutdownSeconds = 0;
    });
}
