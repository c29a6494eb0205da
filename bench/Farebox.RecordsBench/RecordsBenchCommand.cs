using System.Runtime.InteropServices;
using Farebox.Compare;
using Farebox.Compare.Machine;
using Farebox.Compare.Report;
using Farebox.RecordsBench.Asking;
using Farebox.RecordsBench.Filling;
using Farebox.RecordsBench.Paging;
using Farebox.RecordsBench.Report;
using Farebox.RecordsBench.Retaining;
using Microsoft.Data.Sqlite;

namespace Farebox.RecordsBench;

/// <summary>One bench, from the store to the report.</summary>
internal sealed class RecordsBenchCommand(string? folder, int records, int runs, bool writes, bool onlyPages)
{
    public const int FullRecords = 10_000_000;
    private const string Bench = "bench/records";
    private const int WarmUps = 3;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var root = RepositoryRoot.Find();
        var data = Path.GetFullPath(folder ?? Path.Combine(root, "artifacts/records", $"{Environment.ProcessId}"));
        var path = Path.Combine(data, "farebox.db");
        try
        {
            if (!File.Exists(path)) Console.WriteLine($"filled in {StoreFill.Run(data, records).TotalSeconds:0} s");
            if (onlyPages)
            {
                Console.WriteLine($"\n{RecordsReport.About(await OpenPagesAsync(data, path, cancellationToken))}");
                return 0;
            }

            var report = await MeasureAsync(root, data, path, cancellationToken);
            Console.WriteLine($"\n{report}");
            if (!writes || records < FullRecords) return 0;
            var document = Path.Combine(root, "docs/operate/performance.md");
            var text = await File.ReadAllTextAsync(document, cancellationToken);
            await File.WriteAllTextAsync(document, MarkedSection.Replace(text, Bench, report.ToString()), cancellationToken);
            return 0;
        }
        finally
        {
            if (folder is null && Directory.Exists(data)) Directory.Delete(data, recursive: true);
        }
    }

    private async Task<RecordsReport> MeasureAsync(string root, string data, string path, CancellationToken cancellationToken)
    {
        var otherWork = new OtherWork();
        var organization = House.IdOf(0);
        var report = new RecordsReport
        {
            Machine = [Host.Processor, Host.System(data), RuntimeInformation.FrameworkDescription, FareboxCommit.Of(root)], Runs = runs,
        };
        using (var server = await ServerUnderTest.StartAsync(data, organization, cancellationToken))
        {
            var made = await SliceWait.UntilMadeAsync(path, cancellationToken);
            report = report with { FirstReady = server.ReadyAfter, Made = made, MakingMib = server.MemoryMib.Most };
        }

        Console.WriteLine($"slices made in {report.Made.TotalSeconds:0} s");
        using (var server = await ServerUnderTest.StartAsync(data, organization, cancellationToken))
        {
            var before = server.MemoryMib.Now;
            var timings = await AskAsync(server, path, report, cancellationToken);
            report = report with
            {
                Ready = server.ReadyAfter, ReadyMib = before, AskedMib = server.MemoryMib.Most, Timings = timings.Timings, Plans = timings.Plans,
            };
        }

        report = report with { Pages = await OpenPagesAsync(data, path, cancellationToken) };
        report = report with { StoreBytes = new FileInfo(path).Length, OtherShare = otherWork.Share, Records = CountOf(path) };
        return report with { Retention = await RetentionRun.RunAsync(data, organization, cancellationToken) };
    }

    private async Task<List<PageTiming>> OpenPagesAsync(string data, string path, CancellationToken cancellationToken)
    {
        ConsoleVisit.Forget(path);
        using var server = await ServerUnderTest.StartAsync(data, House.IdOf(0), cancellationToken);
        return await PageRun.RunAsync(server, SampleOf(path), runs, cancellationToken);
    }

    private static Sample SampleOf(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return Sample.Read(connection);
    }

    private static long CountOf(string path)
    {
        return SampleOf(path).Records;
    }

    private static async Task<(List<Timing> Timings, IReadOnlyCollection<string> Plans)> AskAsync(
        ServerUnderTest server, string path, RecordsReport report, CancellationToken cancellationToken)
    {
        var sample = SampleOf(path);
        using var plans = new Plans(path);
        var timings = new List<Timing>();

        // Until the runtime has compiled what is hot for good.
        foreach (var question in Questions.Of(sample)) await server.AskAsync(question, cancellationToken);
        foreach (var question in Questions.Of(sample))
        {
            for (var i = 0; i < WarmUps; i++) await server.AskAsync(question, cancellationToken);
            var (times, bytes, cpuMs) = (new List<double>(), 0, server.CpuMs);
            for (var i = 0; i < report.Runs; i++)
            {
                var (took, length) = await server.AskAsync(question, cancellationToken);
                times.Add(took);
                bytes = length;
            }

            cpuMs = (server.CpuMs - cpuMs) / report.Runs;
            var (columns, others) = plans.Count(question);
            timings.Add(new Timing(question, times, cpuMs, bytes, columns, others));
            Console.WriteLine($"{question.Name}: {timings[^1].MedianMs:0.0} ms, most {timings[^1].MostMs:0.0} ms, CPU {cpuMs:0.0} ms, {columns} columns");
        }

        return (timings, plans.All);
    }
}
