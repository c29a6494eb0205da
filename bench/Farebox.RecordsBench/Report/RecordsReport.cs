using System.Text;
using Farebox.Compare.Report;
using Farebox.RecordsBench.Asking;
using Farebox.RecordsBench.Paging;
using Farebox.RecordsBench.Retaining;

namespace Farebox.RecordsBench.Report;

/// <summary>Everything that the bench has to say, as Markdown that also reads well on a terminal.</summary>
internal sealed record RecordsReport
{
    public required IReadOnlyList<string> Machine { get; init; }
    public required int Runs { get; init; }
    public TimeSpan FirstReady { get; init; }
    public TimeSpan Made { get; init; }
    public double MakingMib { get; init; }
    public TimeSpan Ready { get; init; }
    public double ReadyMib { get; init; }
    public double AskedMib { get; init; }
    public long StoreBytes { get; init; }
    public long Records { get; init; }
    public double OtherShare { get; init; }
    public IReadOnlyList<Timing> Timings { get; init; } = [];
    public IReadOnlyCollection<string> Plans { get; init; } = [];
    public IReadOnlyList<PageTiming> Pages { get; init; } = [];
    public RetentionResult? Retention { get; init; }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"Measured {TimeProvider.System.GetUtcNow():yyyy-MM-dd} with `bench/records`: {Runs} runs of each query, one after the other, ");
        text.Append("over HTTP.\n\n");
        foreach (var line in Machine) text.Append($"- {line}\n");
        text.Append($"- other programs took {OtherShare:P0} of the machine's CPU time during the runs\n");
        text.Append($"- {Records:#,0} usage records of 60 days, a tenth of them in the last hour; 85 % of one organization, which is asked; ");
        text.Append($"50 projects, 2 000 keys, 30 models, 20 000 users; the store has {StoreBytes / (double)(1 << 30):0.0} GiB\n");
        text.Append($"- the server is ready {FirstReady.TotalSeconds:0.0} s after its first start, with no slices, and made all of them in ");
        text.Append($"{Made.TotalSeconds:0} s behind its calls ({MakingMib:0} MiB resident at most)\n");
        text.Append($"- it is ready {Ready.TotalSeconds:0.0} s after its second start, with {ReadyMib:0} MiB resident, and {AskedMib:0} MiB at most when all ");
        text.Append("was asked\n\n");
        var table = new Table("query", "median ms", "most ms", "CPU ms", "slice columns read", "other statements", "answer KiB");
        foreach (var timing in Timings)
        {
            table.Add(
                timing.Question.Name, $"{timing.MedianMs:0.0}", $"{timing.MostMs:0.0}", $"{timing.CpuMs:0.0}", $"{timing.Columns:#,0}",
                $"{timing.Others:#,0}", $"{timing.Bytes / 1024.0:#,0.0}");
        }

        text.Append(table);
        text.Append("\nA column of a slice has up to 8192 numbers. How SQLite goes about each statement:\n\n");
        foreach (var plan in Plans) text.Append($"- {plan}\n");
        if (Pages.Count > 0) text.Append($"\n{About(Pages)}");
        if (Retention is { } retention) text.Append($"\n{About(retention)}");
        return text.ToString();
    }

    /// <summary>The console's pages.</summary>
    public static string About(IReadOnlyList<PageTiming> pages)
    {
        var table = new Table("page", "median ms", "most ms", "CPU ms", "HTML KiB", "first visit KiB");
        foreach (var page in pages)
        {
            table.Add(
                page.Name, $"{page.MedianMs:0.0}", $"{page.MostMs:0.0}", $"{page.CpuMs:0.0}", $"{page.HtmlBytes / 1024.0:#,0.0}",
                $"{page.WireBytes / 1024.0:#,0}");
        }

        return $"Pages of the console, by an operator who owns the organization; a first visit is the page with its style sheet, scripts and pictures as they "
            + $"travel:\n\n{table}";
    }

    private static string About(RetentionResult retention)
    {
        var table = new Table("records written meanwhile", "per second", "on the disk after ms, median", "p99", "most");
        foreach (var (name, times) in new[] { ("alone", retention.Alone), ("while a day is deleted", retention.Beside) })
            table.Add(name, $"{times.PerSecond:#,0}", $"{times.MedianMs:0.00}", $"{times.P99Ms:0.00}", $"{times.MostMs:0.0}");
        return $"Deleting {retention.Deleted:#,0} records of a day by age took {retention.Took.TotalSeconds:0.0} s, in {retention.Batches:#,0} "
            + $"transactions of up to {retention.BatchSize}; 16 callers wrote records meanwhile, each when the one before was on the disk:\n\n{table}";
    }
}
