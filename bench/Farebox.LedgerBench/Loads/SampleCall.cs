using System.Collections.Frozen;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.UsageLog;

namespace Farebox.LedgerBench.Loads;

/// <summary>The call that both sides settle again and again: what of its rows is always the same.</summary>
internal static class SampleCall
{
    public const string ProjectId = "proj_0KZq3vYtJ8mWc5rXbN7aLd";
    public const string KeyId = "key_0KZq3vYtJ8mWc5rXbN7aLe";
    public const string UpstreamId = "up_0KZq3vYtJ8mWc5rXbN7aLf";
    public const string Model = "gpt-4o-mini";
    public const string PriceVersion = "price_0KZq3vYtJ8mWc5rXbN7aLg";
    public const long DurationUs = 812_345;
    public const long UpstreamUs = 643_210;

    public static readonly TokenUsage Usage = new(1019, 512, 257, 64, UsageSource.Reported);

    public static readonly NanoUsd Quote = new(12_000_000);

    public static readonly PricedModel Price = PriceOf(new Price
    {
        Version = PriceVersion, Input = NanoUsd.Parse("2.5"), CachedInput = NanoUsd.Parse("1.25"), Output = NanoUsd.Parse("10"),
    });

    /// <summary>By its price, and below its quote.</summary>
    public static readonly NanoUsd Charge = Fare.Of(Price.Price, Price.Multipliers, CallCounts.Of(Usage));

    public static string OrganizationId(int number) => $"org_0KZq3vYtJ8mWc5rXb{number:00000}";

    public static Grant GrantOf(int organization) => new()
    {
        Kind = CredentialKind.ApiKey, KeyId = KeyId, SecretId = "secret", OrganizationId = OrganizationId(organization), ProjectId = ProjectId,
        Name = "bench", Scopes = Scopes.RequestChat, Models = ModelSet.All,
    };

    public static UsageRecord RecordOf(CallIdentity call) => new()
    {
        Call = call, UpstreamId = UpstreamId, UpstreamModel = Model, Usage = Usage, Outcome = Outcome.Completed, Status = 200, Attempts = 1,
        DurationUs = DurationUs, FirstByteUs = DurationUs, UpstreamUs = UpstreamUs,
    };

    public static CallIdentity IdentityOf(RequestId id, long nowMs, Grant grant) =>
        new(id, nowMs, grant, Surface.ChatCompletions, Stream: false, Model, Model, ClientRequestId: null);

    private static PricedModel PriceOf(Price price) =>
        new PriceBook([new PriceVersion(Model, 0, price)], [], [], [], FrozenSet<string>.Empty).Find(Model, "", 1)!.Value;
}
