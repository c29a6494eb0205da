using Farebox.Kernel.Limits;

namespace Farebox.Kernel.Tests.Limits;

internal static class LimitSamples
{
    public const string Model = "gpt-4o-mini";

    public static readonly LimitAmounts OneCall = new(10, 0);

    public static LimitPlan Plan(LimitNumbers numbers, LimitLevel level = LimitLevel.Key, string? model = null) => new()
    {
        Level = level, OrganizationId = "org_1", ProjectId = "proj_1", KeyId = "key_1", TokenId = "tok_1", Model = model, Numbers = numbers,
    };

    public static LimitStand Stand(LimitNumbers numbers, LimitLevel level = LimitLevel.Key, string? model = null)
    {
        var plan = Plan(numbers, level, model);
        return new LimitStand(plan) { Counter = new LimitCounter(plan.CounterId) };
    }

    /// <summary>The same plan and counter, for each of several keys.</summary>
    public static LimitStand[] Shared(LimitNumbers numbers, int keys)
    {
        var plan = Plan(numbers, LimitLevel.Project);
        var counter = new LimitCounter(plan.CounterId) { Shares = new KeyShares() };
        return [.. Enumerable.Range(0, keys).Select(i => new LimitStand(plan) { Counter = counter, Share = counter.Shares.Of($"key_{i}") })];
    }

    /// <summary>Admits if it fits.</summary>
    public static bool TryTake(LimitStand[] stands, long nowMs, LimitAmounts? amounts = null, string model = Model)
    {
        if (!LimitRules.Fits(stands, model, amounts ?? OneCall, nowMs, out _)) return false;
        LimitRules.Take(stands, model, amounts ?? OneCall, nowMs);
        return true;
    }
}
