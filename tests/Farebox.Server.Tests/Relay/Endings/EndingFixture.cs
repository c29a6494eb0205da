using System.Text;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Testing.Upstream;
using TokenUsage = Farebox.Testing.Upstream.TokenUsage;

namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>
/// An organization with 5 USD before a model that costs 2 USD per million input tokens, 8 per million output tokens, and 0.001 a call.
/// Calls ask for 100 output tokens at most. At its end the ledger must be sound.
/// </summary>
public abstract class EndingFixture : RelayFixture
{
    protected const string Model = "gpt-4o-mini";
    protected const string Reported = "reported";
    protected const string Estimated = "estimated";

    /// <summary>Like "reported" and "estimated": nothing was used.</summary>
    protected const string None = "none";

    protected static readonly NanoUsd Credit = NanoUsd.Parse("5");

    /// <summary>What an upstream reports, when it reports.</summary>
    protected static readonly TokenUsage Usage = new(20, 30);

    private const long PerInputToken = 2000;
    private const long PerOutputToken = 8000;
    private const long PerCall = 1_000_000;
    private const long OutputLimit = 100;

    /// <summary>The estimate of the prompt of every call here.</summary>
    protected static readonly long PromptTokens = Tokens("""[{"role":"user","content":"Hello"}]""");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Farebox.PriceAsync(new { model = Model, input = "2", output = "8", per_request = "0.001" });
        await Farebox.GrantAsync(Credit.ToString());
    }

    public override async ValueTask DisposeAsync()
    {
        var faults = StoreVerification.Run(Path.Combine(Farebox.Options.Data, "farebox.db"), isCopy: false).Faults;
        await base.DisposeAsync();
        Assert.Empty(faults);
        GC.SuppressFinalize(this);
    }

    protected static string Body(bool stream, string more = "") =>
        Calls.Body($",\"max_tokens\":{OutputLimit}{(stream ? ",\"stream\":true" : "")}{more}");

    /// <summary>Nano-USD, as <see cref="Fare"/>. Each byte of the body counts as a token.</summary>
    protected static long Quote(string body) => Fare(body.Length, OutputLimit);

    protected static long Fare(long input, long output) => (input * PerInputToken) + (output * PerOutputToken) + PerCall;

    protected static long Tokens(string text) => TokenEstimate.Of(Encoding.UTF8.GetBytes(text));

    protected static string Usd(long nano) => new NanoUsd(nano).ToString();

    /// <summary>Waits for the usage record of the only call there was.</summary>
    protected async Task<RequestLog> OnlyRecordAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (await Farebox.RecordsAsync() is { Count: > 0 } records) return Assert.Single(records);
        }
    }

    /// <summary>There is one record; it says how the call ended, its quote, and this charge; and the balance is less by just that.</summary>
    protected async Task<RequestLog> AssertChargedAsync(string body, string outcome, long charge, string source)
    {
        var record = await OnlyRecordAsync();
        Assert.Equal(
            (outcome, Usd(charge), Usd(Quote(body)), "0", source),
            (record.Outcome, record.ChargeUsd, record.QuoteUsd, record.OverrunUsd, record.UsageSource));
        Assert.StartsWith("price_", record.PriceVersion, StringComparison.Ordinal);
        Assert.Equal((Credit - new NanoUsd(charge), NanoUsd.Zero), await Farebox.BalanceAsync());
        return record;
    }
}
