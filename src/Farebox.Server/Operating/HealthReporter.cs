using Farebox.Contracts.Operating;
using Farebox.Server.CallLog;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Server.Upstreams;

namespace Farebox.Server.Operating;

/// <summary>Looks at everything that an operator can do something about.</summary>
internal sealed class HealthReporter(
    UpstreamRegistry registry, UpstreamHealth health, ICatalogSource catalog, Database database, DataDirectory directory, PayloadWriter payloads,
    HealthStore store, FareboxOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Lately = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongWait = TimeSpan.FromHours(1);

    /// <summary>All checks, each made now.</summary>
    public async Task<HealthReport> ReportAsync(CancellationToken cancellationToken)
    {
        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var (givenUp, late) = await store.LettersAsync(
            nowMs - (long)Lately.TotalMilliseconds, nowMs - (long)LongWait.TotalMilliseconds, cancellationToken);
        List<HealthCheck> checks =
        [
            OfJournal(), OfDisk(), OfUpstreams(), OfFailing(), OfPrices(nowMs),
            OfCredit(await store.WithoutCreditAsync(nowMs - (long)Lately.TotalMilliseconds, Finding.MostSubjects, cancellationToken)),
            OfPayloads(), PlainListening.Check(options), AddressCheck.Of(options), MailCheck.OfLetters(givenUp, late), MailCheck.OfOutbox(options),
            ClockCheck.Of(nowMs, await store.NewestEventAsync(cancellationToken)),
        ];
        return new HealthReport("health_report", Worst(checks), nowMs / 1000, checks);
    }

    private static string Worst(List<HealthCheck> checks) => checks.Exists(check => check.Status == HealthStatuses.Failing) ? HealthStatuses.Failing
        : checks.Exists(check => check.Status == HealthStatuses.Warning) ? HealthStatuses.Warning
        : HealthStatuses.Ok;

    private HealthCheck OfJournal() => database.Journal.Accepts
        ? Finding.Fine("journal", "The store takes writes.")
        : Finding.Failing(
            "journal", "The store takes no writes now, so calls are refused.",
            "Look at the server's log: the disk is full, failing, or far too slow.", directory.StorePath);

    private HealthCheck OfDisk() => DiskCheck.Of(new DriveInfo(directory.Path));

    private HealthCheck OfUpstreams() => registry.Current.Any(upstream => upstream.Enabled && upstream.Definition.Source != UpstreamSource.Embedded)
        ? Finding.Fine("upstreams", "There is a provider to call.")
        : Finding.Warning("upstreams", "No provider is connected: only eliza answers.", "Add an upstream, or enable one.");

    private HealthCheck OfFailing()
    {
        var failing = registry.Current.Where(upstream => upstream.Enabled && health.Of(upstream.Id).Status == HealthStatus.Failing).ToList();
        return failing.Count == 0
            ? Finding.Fine("upstreams_answer", "No upstream fails.")
            : Finding.Failing(
                "upstreams_answer", "The newest call or test of an upstream failed.",
                "Test it, and mend its address or key, or ask the provider; disable it if it stays away.",
                failing.Select(upstream => upstream.Name));
    }

    private HealthCheck OfPrices(long nowMs)
    {
        var models = catalog.View.Callable.Models.Where(model => catalog.Prices.At(model.Name, nowMs) is null).Select(model => model.Name).ToList();
        return models.Count == 0
            ? Finding.Fine("prices", "Every model has a price.")
            : Finding.Warning(
                "prices", $"Models without a price: {models.Count}. Calls of them are refused.",
                "Set their prices (all zeros for free), declare their upstream free, or disable them.", models);
    }

    private static HealthCheck OfCredit(List<string> names) => names.Count == 0
        ? Finding.Fine("credit", "No organization was refused for want of credit within a day.")
        : Finding.Warning(
            "credit", "Organizations had calls refused within a day because their credit was used up.",
            "Grant them credit, give them a voucher, or tell them.", names);

    private HealthCheck OfPayloads() => payloads.Dropped == 0
        ? Finding.Fine("payloads", "No payload of the call log was dropped since the start.")
        : Finding.Warning(
            "payloads", $"Payloads of the call log that were dropped since the start: {payloads.Dropped}.",
            "Keep fewer payloads, or raise call_log_max_pending and call_log_max_pending_mib; the disk may be too slow.");
}
