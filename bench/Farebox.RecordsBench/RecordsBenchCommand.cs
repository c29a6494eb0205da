using Farebox.RecordsBench.Filling;

namespace Farebox.RecordsBench;

/// <summary>One bench, from the store to the report.</summary>
internal sealed class RecordsBenchCommand(string? folder, int records, int runs, bool writes)
{
    public const int FullRecords = 10_000_000;

    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var data = folder ?? Path.Combine(Path.GetTempPath(), $"farebox-records-{Environment.ProcessId}");
        if (!File.Exists(Path.Combine(data, "farebox.db")))
        {
            Console.WriteLine($"filled in {StoreFill.Run(data, records).TotalSeconds:0} s");
        }

        _ = (runs, writes, cancellationToken);
        return Task.FromResult(0);
    }
}
