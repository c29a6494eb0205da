using System.Diagnostics.Metrics;

namespace Farebox.Server.Watching;

/// <summary>Upper bounds of histograms' buckets. Those of <c>gen_ai.*</c> are the conventions' own.</summary>
internal static class Buckets
{
    /// <summary>Whole calls, seconds.</summary>
    public static InstrumentAdvice<double> Calls { get; } = Of([0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]);

    /// <summary>Until the first LLM token of an answer, seconds.</summary>
    public static InstrumentAdvice<double> FirstToken { get; } =
        Of([0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0]);

    /// <summary>Per LLM token behind the first, seconds.</summary>
    public static InstrumentAdvice<double> PerToken { get; } = Of([0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5]);

    /// <summary>Counts of LLM tokens.</summary>
    public static InstrumentAdvice<long> Tokens { get; } =
        new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] };

    /// <summary>LLM tokens a second.</summary>
    public static InstrumentAdvice<double> Rates { get; } = Of([1, 2, 5, 10, 20, 30, 40, 60, 80, 100, 150, 200, 300, 500, 1000]);

    /// <summary>What should take milliseconds, seconds.</summary>
    public static InstrumentAdvice<double> Short { get; } = Of([0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]);

    private static InstrumentAdvice<double> Of(double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
