namespace Farebox.Compare.Machine;

/// <summary>How busy everything else on the machine was, from now until it is asked: the trust that the figures deserve.</summary>
public sealed class OtherWork
{
    private const long MicrosecondsPerTick = 10_000;

    private readonly long startTimestamp = TimeProvider.System.GetTimestamp();
    private readonly long startMicroseconds = Now();

    /// <summary>CPU time that neither the harness nor anything that it started took, as a share of all cores' time.</summary>
    public double Share =>
        Math.Max(0, Now() - startMicroseconds)
        / (TimeProvider.System.GetElapsedTime(startTimestamp).TotalMicroseconds * Environment.ProcessorCount);

    private static long Now()
    {
        // The fields are user, nice, system, idle, iowait, irq, softirq, steal. Interrupts are left out: nobody can say whose they are.
        var line = File.ReadLines("/proc/stat").First();
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(long.Parse).ToArray();
        var everyone = fields[0] + fields[1] + fields[2] + fields[7];
        return everyone * MicrosecondsPerTick - ProcessCpu.Microseconds(Environment.ProcessId);
    }
}
