namespace Farebox.LedgerBench.Loads;

/// <summary>What one run came to.</summary>
/// <param name="Settlements">On the disk, each with its usage record.</param>
/// <param name="Flushes">Commits, each of which flushes the write-ahead log once; checkpoints are not counted.</param>
/// <param name="CpuMicroseconds">User and system time of this process.</param>
public sealed record LoadRun(long Settlements, long Flushes, TimeSpan Elapsed, double CpuMicroseconds)
{
    public double PerSecond => Settlements / Elapsed.TotalSeconds;

    public double FlushesPerSecond => Flushes / Elapsed.TotalSeconds;

    /// <summary>Settlements per flush, to the nearest whole number.</summary>
    public int BatchSize => Math.Max(1, (int)Math.Round((double)Settlements / Flushes));

    public double CpuPerSettlement => CpuMicroseconds / Settlements;
}
