using System.Globalization;

namespace Farebox.Testing;

/// <summary>
/// Where a property test's random numbers begin. The same in each run, so that a change is judged by what it changes; <c>./test --seed random</c>
/// looks further, and <c>--seed N</c> (or <c>FAREBOX_SEED</c>) repeats what a failure printed.
/// </summary>
internal static class PropertySeed
{
    private const int Usual = 1966;

    /// <summary>The seed of this run, written to the test's output.</summary>
    public static int Take()
    {
        var seed = Environment.GetEnvironmentVariable("FAREBOX_SEED") switch
        {
            null or "" => Usual,
            "random" => Random.Shared.Next(),
            var given => int.Parse(given, CultureInfo.InvariantCulture),
        };
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return seed;
    }
}
