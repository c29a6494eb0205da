using System.Text;
using Farebox.Compare;
using Farebox.Compare.Report;
using Farebox.LedgerBench.Loads;

namespace Farebox.LedgerBench.Report;

/// <summary>Everything that the bench has to say, as Markdown that also reads well on a terminal.</summary>
public sealed record LedgerReport(
    LedgerBenchOptions Options, IReadOnlyList<string> Machine, double FlushMicroseconds, double OtherShare, IReadOnlyList<LedgerRun> Runs)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"Measured {TimeProvider.System.GetUtcNow():yyyy-MM-dd} with `bench/ledger`: medians of {Options.Rounds} interleaved rounds, ");
        text.Append($"{Options.Seconds} s each; {Options.Callers} callers with {FareboxSettlements.HeldByEach} reservations in flight each.\n\n");
        foreach (var line in Machine) text.Append($"- {line}\n");
        var trust = OtherShare > 0.03 ? "; too much to trust figures per second, less so for ratios, which pair runs of one round" : "";
        text.Append($"- other programs took {OtherShare:P0} of the machine's CPU time during the runs{trust}\n");
        text.Append($"- one data flush (4 KiB appended, median of 200) where the stores are: {FlushMicroseconds / 1000:0.000} ms\n\n");
        text.Append(Table());
        text.Append("\nAfter the runs every ledger was verified, and held one usage record for each settlement.\n");
        return text.ToString();
    }

    private Table Table()
    {
        var table = new Table("accounts", "way", "settlements/s", "(least-most)", "flushes/s", "per flush", "CPU us each", "times plain");
        foreach (var accounts in Runs.Select(run => run.Accounts).Distinct())
        {
            foreach (var way in Way.All)
            {
                var runs = Of(accounts, way);
                table.Add(
                    $"{accounts:#,0}",
                    way,
                    $"{Median.Of(runs.Select(run => run.Run.PerSecond)):#,0}",
                    $"{runs.Min(run => run.Run.PerSecond):#,0}-{runs.Max(run => run.Run.PerSecond):#,0}",
                    $"{Median.Of(runs.Select(run => run.Run.FlushesPerSecond)):#,0}",
                    $"{Median.Of(runs.Select(run => run.Run.PerSecond / run.Run.FlushesPerSecond)):0.0}",
                    $"{Median.Of(runs.Select(run => run.Run.CpuPerSettlement)):0.0}",
                    $"{TimesPlain(accounts, way):0.00}");
            }
        }

        return table;
    }

    /// <summary>Runs of the same round are paired: a disturbance that lasts a round hits both.</summary>
    private double TimesPlain(int accounts, string way)
    {
        var plain = Of(accounts, Way.Batched).ToDictionary(run => run.Round, run => run.Run.PerSecond);
        return Median.Of(Of(accounts, way).Select(run => run.Run.PerSecond / plain[run.Round]));
    }

    private List<LedgerRun> Of(int accounts, string way) => [.. Runs.Where(run => run.Accounts == accounts && run.Way == way)];
}
