using Farebox.Kernel.Limits;
using Farebox.Server.Limits;

namespace Farebox.Server.Tests.Limits;

public sealed class LimitErrorsTests
{
    private static readonly LimitPlan Plan = new()
    {
        Level = LimitLevel.Organization, OrganizationId = "org_1", ProjectId = "proj_1", KeyId = "key_1", TokenId = "tok_1",
        Numbers = LimitNumbers.None,
    };

    [Fact]
    public void Refused_SaysWhichLimit_HowMuchOfItIsUsed_AndWhen()
    {
        var error = LimitErrors.Refused(Refusal(LimitKind.TokensPerMinute, 10_000, 9_900, 500, 23_400), "gpt-4o-mini");
        Assert.Equal(
            "Rate limit reached for gpt-4o-mini in organization org_1 on tokens per min (TPM): Limit 10000, Used 9900, Requested 500. "
            + "Please try again in 23.4s.",
            error.Message);
        Assert.Equal((429, "tokens", "rate_limit_exceeded", 23_400, null), (error.Status, error.Type, error.Code, error.RetryAfterMs, error.ShouldRetry));
    }

    [Theory]
    [InlineData(LimitKind.RequestsPerMinute, "requests", "requests per min (RPM)")]
    [InlineData(LimitKind.RequestsPerDay, "requests", "requests per day (RPD)")]
    [InlineData(LimitKind.TokensPerDay, "tokens", "tokens per day (TPD)")]
    [InlineData(LimitKind.ImagesPerMinute, "requests", "images per min (IPM)")]
    [InlineData(LimitKind.Concurrency, "requests", "concurrent requests")]
    public void Refused_NamesTheKind(LimitKind kind, string type, string what)
    {
        var error = LimitErrors.Refused(Refusal(kind, 1, 1, 1, 10), "m");
        Assert.Equal(type, error.Type);
        Assert.Contains($" on {what}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LimitLevel.Tier, "organization org_1")]
    [InlineData(LimitLevel.Project, "project proj_1")]
    [InlineData(LimitLevel.Key, "API key key_1")]
    [InlineData(LimitLevel.Token, "access token tok_1 and those from it")]
    public void Refused_NamesWhose(LimitLevel level, string whose) => Assert.Contains(
        $" in {whose} on ", LimitErrors.Refused(Refusal(LimitKind.RequestsPerMinute, 1, 1, 1, 10, Plan with { Level = level }), "m").Message, StringComparison.Ordinal);

    [Fact]
    public void Refused_OfOneModel_SaysSo() => Assert.Contains(
        "(RPM), for this model: ", LimitErrors.Refused(Refusal(LimitKind.RequestsPerMinute, 1, 1, 1, 10, Plan with { Model = "m" }), "m").Message, StringComparison.Ordinal);

    [Fact]
    public void Refused_ByMoreThanTheWholeLimit_IsNotToBeRetried()
    {
        var error = LimitErrors.Refused(Refusal(LimitKind.TokensPerMinute, 100, 0, 101, null), "m");
        Assert.Equal((false, null), (error.ShouldRetry, error.RetryAfterMs));
        Assert.EndsWith("so it can never pass. Ask for less, or have the limit raised.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_ForHours_IsNotToBeRetriedByTheClientItself()
    {
        var error = LimitErrors.Refused(Refusal(LimitKind.RequestsPerDay, 1, 1, 1, 7_200_000), "m");
        Assert.Equal((false, 7_200_000), (error.ShouldRetry, error.RetryAfterMs));
        Assert.EndsWith("Please try again in 2h0m0s.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_ForOthersSake_SaysSo() => Assert.EndsWith(
        "Requested 1. The rest is kept for other keys: this one has used 74. Please try again in 5s.",
        LimitErrors.Refused(Refusal(LimitKind.RequestsPerMinute, 100, 75, 1, 5000) with { UsedByKey = 74 }, "m").Message, StringComparison.Ordinal);

    private static LimitRefusal Refusal(LimitKind kind, long max, long used, long wanted, long? waitMs, LimitPlan? plan = null) =>
        new(plan ?? Plan, new LimitCap(kind, max), used, wanted, waitMs);
}
