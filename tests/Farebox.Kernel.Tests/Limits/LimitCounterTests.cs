using Farebox.Kernel.Limits;

namespace Farebox.Kernel.Tests.Limits;

public sealed class LimitCounterTests
{
    [Fact]
    public void IsIdle_WhenNothingOfItIsNeeded()
    {
        Assert.True(new LimitCounter("x").IsIdle(0));
        Assert.False(new LimitCounter("x") { InFlight = 1 }.IsIdle(0));
        Assert.False(new LimitCounter("x") { InLine = 1 }.IsIdle(0));

        var used = new LimitCounter("x");
        used.Window(LimitKind.TokensPerMinute).Add(1, 0);
        Assert.False(used.IsIdle(60_000));
        Assert.True(used.IsIdle(61_000));
    }

    // What was taken in a day is on record, from where it is read again.
    [Fact]
    public void IsIdle_WhateverWasTakenOfADay()
    {
        var used = new LimitCounter("x") { HasHistory = true };
        used.Window(LimitKind.RequestsPerDay).Add(1, 0);

        Assert.True(used.IsIdle(0));
    }

    [Fact]
    public void CounterId_IsOnePerOwnerAndModel_AndTheTiersOwn_WhateverTheNumbers()
    {
        LimitNumbers one = new() { RequestsPerMinute = 1 }, two = new() { TokensPerDay = 2 };
        var plans = new[] { LimitLevel.Tier, LimitLevel.Organization, LimitLevel.Project, LimitLevel.Key, LimitLevel.Token }
            .SelectMany(level => new[] { null, "a", "b" }.Select(model => (level, model))).ToList();

        Assert.Equal(plans.Count, plans.Select(plan => LimitSamples.Plan(one, plan.level, plan.model).CounterId).Distinct().Count());
        Assert.All(plans, plan => Assert.Equal(
            LimitSamples.Plan(one, plan.level, plan.model).CounterId, LimitSamples.Plan(two, plan.level, plan.model).CounterId));
    }
}
