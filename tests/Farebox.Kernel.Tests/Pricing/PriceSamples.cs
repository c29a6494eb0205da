using Farebox.Kernel.Money;
using Farebox.Kernel.Pricing;

namespace Farebox.Kernel.Tests.Pricing;

/// <summary>Random prices, with every component sometimes missing.</summary>
internal static class PriceSamples
{
    public static Price Next(Random random) => new()
    {
        Version = "random",
        Input = Amount(random),
        CachedInput = Maybe(random),
        CacheWrite = Maybe(random),
        Output = Amount(random),
        Reasoning = Maybe(random),
        PerImage = Amount(random),
        PerAudioMinute = Amount(random),
        PerRequest = Amount(random),
    };

    private static NanoUsd Amount(Random random) => random.Next(4) == 0 ? NanoUsd.Zero : new NanoUsd(random.NextInt64(1L << random.Next(1, 37)));

    private static NanoUsd? Maybe(Random random) => random.Next(2) == 0 ? null : Amount(random);
}
