using System.Text;
using Farebox.Compare.Gateways;
using Farebox.Compare.Machine;

namespace Farebox.Compare.Report;

/// <summary>Everything that one comparison has to say, as Markdown that also reads well on a terminal.</summary>
public sealed record ComparisonReport(
    CompareOptions Options,
    IReadOnlyList<Gateway> Gateways,
    MachineDescription Machine,
    Figures Figures,
    double FlushMicroseconds,
    double OtherShare,
    IReadOnlyList<string> Remarks)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"Measured {Machine.Date:yyyy-MM-dd} with `bench/compare`: medians of {Options.Rounds} interleaved rounds, ");
        text.Append($"{Options.Seconds} s each, wrk with one thread; all on one machine, over its loopback address.\n\n");
        foreach (var line in Machine.Lines) text.Append($"- {line}\n");
        var trust = OtherShare > 0.03 ? "; too much to trust the figures" : "";
        text.Append($"- other programs took {OtherShare:P0} of the machine's CPU time during the runs{trust}\n");
        text.Append($"- one data flush (4 KiB appended, median of 200) where Farebox's store is: {FlushMicroseconds / 1000:0.000} ms\n\n");
        foreach (var gateway in Gateways) text.Append($"- `{gateway.Name}`: {gateway.Description}\n");
        AppendTables(text);
        foreach (var remark in Remarks) text.Append($"\n{remark}\n");
        return text.ToString();
    }

    private void AppendTables(StringBuilder text)
    {
        var names = Gateways.Select(gateway => gateway.Name).ToArray();
        foreach (var load in Options.Loads)
        {
            var table = load.IsStream ? ResultTables.Streams(Figures, names, load) : ResultTables.Requests(Figures, names, load);
            text.Append($"\n### {load.Title}\n\n{table}");
        }

        var aims = Aim.Of(Figures, FlushMicroseconds);
        if (aims.Count > 0) text.Append($"\n### Aims\n\n{ResultTables.Aims(aims)}");
    }
}
