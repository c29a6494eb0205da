using Farebox.Compare.Machine;
using Farebox.Compare.Report;
using Farebox.LedgerBench.Loads;
using Farebox.LedgerBench.Report;

namespace Farebox.LedgerBench;

/// <summary>One bench from an empty folder to the written report; nothing of it is left.</summary>
public sealed class LedgerBenchCommand(LedgerBenchOptions options, string root)
{
    private const string Bench = "bench/ledger";
    private const int WarmUpSeconds = 2;

    private static readonly int[] AccountCounts = [1, 10_000];

    public async Task<int> RunAsync()
    {
        // Not the system's folder for temporary files: that is often in memory, where a flush costs nothing.
        var work = Directory.CreateDirectory(Path.Combine(root, "artifacts/ledger", $"{Environment.ProcessId}")).FullName;
        var contests = new List<Contest>();
        try
        {
            var flush = DataFlush.MedianMicroseconds(work);
            string[] machine =
                [Host.Processor, Host.System(work), System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription, FareboxCommit.Of(root)];
            foreach (var accounts in AccountCounts) contests.Add(await PrepareAsync(accounts, work));
            var otherWork = new OtherWork();
            var runs = await MeasureAsync(contests);
            var report = new LedgerReport(options, machine, flush, otherWork.Share, runs);
            foreach (var contest in contests) await contest.Farebox.VerifyAsync();
            return Publish(report);
        }
        finally
        {
            foreach (var contest in contests) contest.Dispose();
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task<Contest> PrepareAsync(int accounts, string work)
    {
        Console.Write($"{accounts} account(s): opening them, warming up ... ");
        string Folder(string name) => Path.Combine(work, $"{name}-{accounts}");
        var contest = new Contest(
            accounts,
            await FareboxSettlements.OpenAsync(Folder("farebox"), accounts, options.Callers),
            PlainInserts.Open(Folder("plain"), accounts),
            PlainInserts.Open(Folder("one"), accounts));
        var run = await contest.Farebox.RunAsync(WarmUpSeconds);
        contest.BatchSize = run.BatchSize;
        contest.Batched.Run(WarmUpSeconds, contest.BatchSize);
        contest.OneByOne.Run(WarmUpSeconds, batchSize: 1);
        Console.WriteLine("ready");
        return contest;
    }

    private async Task<List<LedgerRun>> MeasureAsync(List<Contest> contests)
    {
        var runs = new List<LedgerRun>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var contest in contests)
            {
                // Each round begins with another one, so that none always runs after the same neighbour.
                for (var turn = 0; turn < Way.All.Count; turn++)
                {
                    var way = Way.All[(round + turn) % Way.All.Count];
                    var run = await RunAsync(contest, way);
                    runs.Add(new LedgerRun(round, contest.Accounts, way, run));
                    Console.WriteLine(
                        $"round {round}, {contest.Accounts} account(s), {way}: {run.PerSecond:#,0} settlements/s, {run.FlushesPerSecond:#,0} flushes/s");
                }
            }
        }

        return runs;
    }

    private async Task<LoadRun> RunAsync(Contest contest, string way)
    {
        if (way == Way.OneByOne) return contest.OneByOne.Run(options.Seconds, batchSize: 1);
        if (way == Way.Batched) return contest.Batched.Run(options.Seconds, contest.BatchSize);
        var run = await contest.Farebox.RunAsync(options.Seconds);
        contest.BatchSize = run.BatchSize;
        return run;
    }

    private int Publish(LedgerReport report)
    {
        Console.WriteLine($"\n{report}");
        if (options.NoWrite) return 0;
        if (!options.IsComplete)
        {
            Console.WriteLine("Not written to docs/operate/performance.md: that takes 7 rounds and 64 callers.");
            return 0;
        }

        var document = Path.Combine(root, "docs/operate/performance.md");
        File.WriteAllText(document, MarkedSection.Replace(File.ReadAllText(document), Bench, report.ToString()));
        Console.WriteLine("Written to docs/operate/performance.md.");
        return 0;
    }

    /// <summary>The three ways on so many accounts, each with a store of its own that grows over the rounds.</summary>
    private sealed record Contest(int Accounts, FareboxSettlements Farebox, PlainInserts Batched, PlainInserts OneByOne) : IDisposable
    {
        /// <summary>As Farebox's last run had it.</summary>
        public int BatchSize { get; set; }

        public void Dispose()
        {
            Farebox.Dispose();
            Batched.Dispose();
            OneByOne.Dispose();
        }
    }
}
