using System.Diagnostics;
using Farebox.Compare;
using Farebox.RecordsBench.Asking;
using Farebox.RecordsBench.Filling;

namespace Farebox.RecordsBench.Paging;

/// <summary>How long the server took for a page.</summary>
/// <param name="CpuMs">Of the server, for one page.</param>
/// <param name="HtmlBytes">The page alone, as it came.</param>
/// <param name="WireBytes">Of a first visit: compressed, with everything that the page names.</param>
internal sealed record PageTiming(string Name, IReadOnlyList<double> Milliseconds, double CpuMs, int HtmlBytes, long WireBytes)
{
    public double MedianMs => Median.Of(Milliseconds);

    public double MostMs => Milliseconds.Max();
}

/// <summary>Opens every page of the console that shows something of an organization or of the installation.</summary>
internal static class PageRun
{
    private const int WarmUps = 3;

    private static readonly string[] OfOrganization =
    [
        "overview", "usage?span=day", "usage", "usage?span=month", "usage?span=month&by=project", "usage?span=month&by=api_key",
        "usage?span=own&from={from}&to={to}", "usage/export?span=month", "logs", "logs?outcome=upstream_failed", "logs?model={model}&status=502",
        "logs?key={key}", "logs?after={call}", "logs/{call}", "billing", "prices", "limits", "projects", "api-keys", "playground",
        "members", "invites", "settings", "audit",
    ];

    private static readonly string[] OfOperators =
        ["", "upstreams", "models", "aliases", "vouchers", "organizations", "organizations/{organization}", "users", "audit", "settings"];

    public static async Task<List<PageTiming>> RunAsync(ServerUnderTest server, Sample sample, int runs, CancellationToken cancellationToken)
    {
        using var visit = await ConsoleVisit.BeginAsync(await server.SetUpAddress(cancellationToken), cancellationToken);
        var addresses = OfOrganization.Select(page => $"/console/{sample.OrganizationId}/{Fill(page, sample)}")
            .Concat(OfOperators.Select(page => $"/console/operator/{Fill(page, sample)}")).Append("/console").Append("/console/account").ToList();
        foreach (var address in addresses) await visit.OpenAsync(address, cancellationToken);
        var timings = new List<PageTiming>();
        foreach (var address in addresses)
        {
            timings.Add(await TimeAsync(server, visit, address, runs, cancellationToken));
            Console.WriteLine($"{address}: {timings[^1].MedianMs:0.0} ms, most {timings[^1].MostMs:0.0} ms, CPU {timings[^1].CpuMs:0.0} ms");
        }

        return timings;
    }

    private static async Task<PageTiming> TimeAsync(
        ServerUnderTest server, ConsoleVisit visit, string address, int runs, CancellationToken cancellationToken)
    {
        for (var i = 0; i < WarmUps; i++) await visit.OpenAsync(address, cancellationToken);
        var (times, bytes, cpuMs) = (new List<double>(), 0, server.CpuMs);
        for (var i = 0; i < runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            bytes = (await visit.OpenAsync(address, cancellationToken)).Length;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        cpuMs = (server.CpuMs - cpuMs) / runs;
        var name = address.Replace(House.IdOf(0), "…", StringComparison.Ordinal);
        return new PageTiming(name, times, cpuMs, bytes, await visit.WeighAsync(address, cancellationToken));
    }

    private static string Fill(string page, Sample sample) => page
        .Replace("{call}", sample.Id.ToString(), StringComparison.Ordinal)
        .Replace("{model}", sample.Model, StringComparison.Ordinal)
        .Replace("{key}", sample.KeyId, StringComparison.Ordinal)
        .Replace("{organization}", sample.OrganizationId, StringComparison.Ordinal)
        .Replace("{from}", DayText(sample.End - (59 * 86_400)), StringComparison.Ordinal)
        .Replace("{to}", DayText(sample.End), StringComparison.Ordinal);

    private static string DayText(long seconds) => $"{DateTimeOffset.FromUnixTimeSeconds(seconds):yyyy-MM-dd}";
}
