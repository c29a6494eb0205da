namespace Farebox.Compare.Loads;

/// <summary>What one run of wrk counted; times in microseconds.</summary>
public sealed record WrkResult(
    long Requests, long DurationMicroseconds, long BytesReceived, long Errors, long P50Microseconds, long P99Microseconds)
{
    public double RequestsPerSecond => Requests * 1_000_000.0 / DurationMicroseconds;

    /// <summary>Reads the line that <c>Setup/load.lua</c> prints.</summary>
    /// <exception cref="FormatException">There is no such line.</exception>
    public static WrkResult Parse(string output)
    {
        var line = output.Split('\n').LastOrDefault(text => text.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new FormatException($"wrk gave no result: {output.Trim()}");
        var numbers = line.Split(' ').Skip(1).Select(long.Parse).ToArray();
        return new WrkResult(numbers[0], numbers[1], numbers[2], numbers[3..8].Sum(), numbers[8], numbers[9]);
    }
}
