using Farebox.Kernel.Credentials;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.UsageLog;
using Farebox.Server.Watching;

namespace Farebox.Server.Tests.Watching;

public sealed class CallMeterTests
{
    [Theory]
    [InlineData(Outcome.Completed, null)]
    [InlineData(Outcome.Refused, "model_not_found")]
    public void Record_OfAKindOfCallThatWasSeen_AllocatesNothing(Outcome outcome, string? code)
    {
        using var watch = new Watch(new FareboxOptions { Metrics = true }, () => []);
        var figures = Figures(outcome, code);
        for (var i = 0; i < 1000; i++) watch.Meter!.Record(figures);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) watch.Meter!.Record(figures);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static CallFigures Figures(Outcome outcome, string? code)
    {
        var grant = new Grant
        {
            Kind = CredentialKind.ApiKey, KeyId = "key_1", SecretId = "sec_1", OrganizationId = "org_1", ProjectId = "proj_1",
            Name = "test", Scopes = Scopes.AnyApiKey, Models = ModelSet.All,
        };
        var record = new UsageRecord
        {
            Call = new CallIdentity(new RequestId(1), 0, grant, Surface.ChatCompletions, true, "gpt-4o-mini", "gpt-4o-mini", null), UpstreamId = "up_1",
            Usage = new TokenUsage(1019, 512, 257, 64, UsageSource.Reported), Outcome = outcome, ErrorCode = code, Status = 200, Attempts = 1,
            DurationUs = 812_345, UpstreamUs = 643_210,
        };
        return new CallFigures(record, new NanoUsd(1_000_000), new WatchedUpstream("openai", "openai"), 1000) { FirstTokenTicks = 1000, QueueTicks = 10 };
    }
}
