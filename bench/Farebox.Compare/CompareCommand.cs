using System.Text.Json;
using Farebox.Compare.Gateways;
using Farebox.Compare.Loads;
using Farebox.Compare.Machine;
using Farebox.Compare.Report;

namespace Farebox.Compare;

/// <summary>One comparison from an empty folder to the written report; nothing of it is left running.</summary>
public sealed class CompareCommand(CompareOptions options, string root)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private string PortkeyDirectory => Path.Combine(root, "bench/portkey");

    private string FareboxPath => options.FareboxPath ?? Path.Combine(root, "artifacts/bin/Farebox.Cli/release/farebox");

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // Not the system's folder for temporary files: that is often in memory, where a flush costs nothing.
        var work = Directory.CreateDirectory(Path.Combine(root, "artifacts/compare", $"{Environment.ProcessId}")).FullName;
        File.SetUnixFileMode(work, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            return await CompareAsync(work, cancellationToken);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task<int> CompareAsync(string work, CancellationToken cancellationToken)
    {
        var machine = MachineDescription.Read(work, FareboxVersion(), PortkeyDirectory);
        var flush = DataFlush.MedianMicroseconds(work);
        var gateways = new List<Gateway>();
        try
        {
            gateways.AddRange(Create(work));
            var comparison = new Comparison(options, gateways, new Wrk(work));
            await comparison.PrepareAsync(cancellationToken);
            var otherWork = new OtherWork();
            var figures = await comparison.RunAsync(cancellationToken);
            var otherShare = otherWork.Share;
            var remarks = await VerifyAsync(comparison, gateways, cancellationToken);
            return Publish(new ComparisonReport(options, gateways, machine, figures, flush, otherShare, remarks));
        }
        finally
        {
            foreach (var gateway in gateways) gateway.Dispose();
        }
    }

    private IEnumerable<Gateway> Create(string work)
    {
        string Folder(string name) => Directory.CreateDirectory(Path.Combine(work, name)).FullName;
        var mock = new MockUpstream(Folder("mock"));
        yield return mock;
        foreach (var name in options.Gateways)
        {
            yield return name switch
            {
                "nginx" or "nginx-lua" => new NginxGateway(Folder(name), mock, options.NginxWorkers, checksKey: name == "nginx-lua"),
                "portkey" => new PortkeyGateway(Folder(name), mock, PortkeyDirectory),
                _ => new FareboxGateway(name, Folder(name), mock, FareboxPath),
            };
        }
    }

    private static async Task<List<string>> VerifyAsync(
        Comparison comparison, List<Gateway> gateways, CancellationToken cancellationToken)
    {
        var remarks = new List<string>();
        foreach (var gateway in gateways)
        {
            if (await gateway.VerifyAsync(comparison.Answered(gateway), cancellationToken) is { } remark) remarks.Add(remark);
        }

        return remarks;
    }

    private int Publish(ComparisonReport report)
    {
        if (options.JsonPath is { } path) File.WriteAllText(path, JsonSerializer.Serialize(report.Figures.Runs, Indented));
        var failed = report.Figures.Runs.Count(run => run.Errors > 0);
        if (failed > 0)
        {
            Console.Error.WriteLine($"{failed} of {report.Figures.Runs.Count} runs failed: there are no figures.");
            return 1;
        }

        Console.WriteLine($"\n{report}");

        if (options.NoWrite) return 0;
        if (!options.IsComplete)
        {
            Console.WriteLine("Not written to docs/operate/performance.md: that takes all gateways and loads, 3 rounds, this tree.");
            return 0;
        }

        var document = Path.Combine(root, "docs/operate/performance.md");
        File.WriteAllText(document, MarkedSection.Replace(File.ReadAllText(document), "bench/compare", report.ToString()));
        Console.WriteLine("Written to docs/operate/performance.md.");
        return 0;
    }

    private string FareboxVersion() =>
        options.FareboxPath is null ? FareboxCommit.Of(root) : "Farebox from the executable named by --farebox";
}
