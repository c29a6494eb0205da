using System.Diagnostics.Metrics;
using Farebox.Server.CallLog;
using Farebox.Server.Ledger;
using Farebox.Server.Limits;
using Farebox.Server.Relay;
using Farebox.Server.Storage;
using Farebox.Server.Upstreams;
using Farebox.Server.Watching;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server;

/// <summary>What there is to be read of the running server, beside what each call leaves behind.</summary>
internal static class ServerGauges
{
    private const string Calls = "{call}";

    /// <summary>All of it, in the order in which it is shown.</summary>
    public static IReadOnlyList<Gauge> Of(IServiceProvider services)
    {
        var gate = services.GetRequiredService<CallGate>();
        var limits = services.GetRequiredService<LimitTable>();
        var ledger = services.GetRequiredService<LedgerBook>();
        var journal = services.GetRequiredService<Database>().Journal;
        var payloads = services.GetRequiredService<PayloadWriter>();
        var room = services.GetRequiredService<CaptureRoom>();
        var directory = services.GetRequiredService<DataDirectory>();
        var (registry, health) = (services.GetRequiredService<UpstreamRegistry>(), services.GetRequiredService<UpstreamHealth>());
        return
        [
            Gauge.Of("farebox.calls.active", Calls, "Calls of models under way.", () => gate.Count),
            Gauge.Of("farebox.queue.waiting", Calls, "Calls that stand in line for a limit.", () => limits.Waiting),
            Gauge.Of("farebox.limit.counters", "{counter}", "Counters of limits in memory.", () => limits.Count),
            Gauge.Of("farebox.reservations.active", "{reservation}", "Reservations neither posted nor voided.", () => ledger.ReservationsUnderWay),
            Gauge.Of("farebox.journal.backlog", "{write}", "Writes that wait for the disk.", () => journal.Backlog),
            Gauge.Of("farebox.journal.accepting", "1", "1 while the store takes new calls, else 0.", () => journal.Accepts ? 1 : 0),
            Gauge.Of("farebox.journal.commits", "{commit}", "Commits of the store, each one flush of the disk.", () => journal.Commits)
                with { IsCounter = true },
            Gauge.Of("farebox.call_log.dropped", "{payload}", "Payloads that the call log dropped.", () => payloads.Dropped) with { IsCounter = true },
            Gauge.Of("farebox.call_log.pending", "By", "Memory held by payloads that are not written yet.", () => room.Taken),
            new Gauge("farebox.store.size", "By", "Size of the stores' files, write-ahead logs included.", () => Sizes(directory)),
            new Gauge("farebox.upstream.healthy", "1", "1 when the newest call or test of the upstream succeeded, 0 when it failed.",
                () => Conditions(registry, health)),
        ];
    }

    private static IEnumerable<Measurement<long>> Sizes(DataDirectory directory) =>
    [
        new(SizeOf(directory.StorePath), new KeyValuePair<string, object?>(Attributes.Store, "ledger")),
        new(SizeOf(directory.CallsPath), new KeyValuePair<string, object?>(Attributes.Store, "calls")),
    ];

    private static long SizeOf(string path)
    {
        var (file, log) = (new FileInfo(path), new FileInfo(path + "-wal"));
        return (file.Exists ? file.Length : 0) + (log.Exists ? log.Length : 0);
    }

    // What nobody has called or tested yet has no condition.
    private static IEnumerable<Measurement<long>> Conditions(UpstreamRegistry registry, UpstreamHealth health) =>
        from upstream in registry.Current
        where upstream.Enabled
        let status = health.Of(upstream.Id).Status
        where status != HealthStatus.Unknown
        select new Measurement<long>(status == HealthStatus.Healthy ? 1 : 0, new KeyValuePair<string, object?>(Attributes.Upstream, upstream.Name));
}
