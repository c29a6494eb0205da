using System.Globalization;
using Farebox.ConsolePages.Parts;
using Farebox.Contracts.Usage;

namespace Farebox.ConsolePages.Usage;

/// <summary>Puts sums of the API together: amounts exactly, means weighted by the calls that they are of.</summary>
internal static class Totals
{
    public static CallUsageResult Of(IEnumerable<CallUsageResult> parts)
    {
        var rows = parts.ToList();
        return new CallUsageResult
        {
            NumCalls = rows.Sum(row => row.NumCalls), NumCompleted = rows.Sum(row => row.NumCompleted), NumRefused = rows.Sum(row => row.NumRefused),
            NumFailed = rows.Sum(row => row.NumFailed), NumClientClosed = rows.Sum(row => row.NumClientClosed),
            InputTokens = rows.Sum(row => row.InputTokens), InputCachedTokens = rows.Sum(row => row.InputCachedTokens),
            OutputTokens = rows.Sum(row => row.OutputTokens),
            ChargeUsd = rows.Sum(row => Amounts.Of(row.ChargeUsd)).ToString(CultureInfo.InvariantCulture),
            MeanDurationUs = Mean(rows, row => row.MeanDurationUs), MaxDurationUs = rows.Max(row => row.MaxDurationUs),
            MeanFirstByteUs = Mean(rows, row => row.MeanFirstByteUs), MaxFirstByteUs = rows.Max(row => row.MaxFirstByteUs),
        };
    }

    private static long? Mean(List<CallUsageResult> rows, Func<CallUsageResult, long?> mean)
    {
        var known = rows.Where(row => mean(row) is not null && row.NumCompleted > 0).ToList();
        return known.Count == 0
            ? null
            : (long)(known.Sum(row => (decimal)mean(row)!.Value * row.NumCompleted) / known.Sum(row => row.NumCompleted));
    }
}
