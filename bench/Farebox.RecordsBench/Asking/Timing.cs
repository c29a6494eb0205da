using Farebox.Compare;

namespace Farebox.RecordsBench.Asking;

/// <summary>How long one question took, run after run.</summary>
/// <param name="CpuMs">Of the server, for one run.</param>
/// <param name="Columns">Columns of slices that were read, of up to 8192 numbers.</param>
/// <param name="Others">Other statements.</param>
internal sealed record Timing(Question Question, IReadOnlyList<double> Milliseconds, double CpuMs, int Bytes, int Columns, int Others)
{
    public double MedianMs => Median.Of(Milliseconds);

    public double MostMs => Milliseconds.Max();
}
