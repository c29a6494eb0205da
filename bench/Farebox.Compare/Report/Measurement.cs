namespace Farebox.Compare.Report;

/// <summary>One run: one gateway under one load in one round.</summary>
/// <param name="Round">Counted from 1.</param>
/// <param name="Gateway">The gateway's name.</param>
/// <param name="Load">The load's name.</param>
/// <param name="PerSecond">Answers per second; for streams, whole streams.</param>
/// <param name="P50Microseconds">Half of the answers took no longer than this.</param>
/// <param name="P99Microseconds">99 of 100 answers took no longer than this.</param>
/// <param name="CpuMicroseconds">User and system time per request or stream; null where there is no gateway.</param>
/// <param name="Errors">Answers that were no success, and connections that broke.</param>
public sealed record Measurement(
    int Round,
    string Gateway,
    string Load,
    double PerSecond,
    double P50Microseconds,
    double P99Microseconds,
    double? CpuMicroseconds,
    long Errors);
