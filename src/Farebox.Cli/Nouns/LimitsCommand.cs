using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Contracts;
using Farebox.Contracts.Limits;

namespace Farebox.Cli.Nouns;

internal static class LimitsCommand
{
    private const int PageRows = 100;

    private static readonly Option<long?> Queue = new("--queue")
    {
        Description = "With --key: how many calls may stand in line instead of getting a 429; 0 for none.",
        HelpName = "number",
    };

    private static readonly Option<long?> QueueWait = Input.SecondsOption("--queue-wait", "With --queue: how long each of them may, such as 30s.");

    public static Command Create(Surroundings around) => new Verb(
        "limits", "How fast calls may come: of the organization, a project or a key.", "farebox limits list")
    {
        new AdminVerb(around, "list", "List limits that are set.",
            ["farebox limits list", "farebox limits list --project website --json"], ListAsync).OfLimitOwner(),
        new AdminVerb(
            around, "set", "Set limits on all models together, or on one, and keep those that are not named.",
            [
                "farebox limits set --rpm 600 --tpm 100000", "farebox limits set --project website --model gpt-5-mini --rpd 10000",
                "farebox limits set --key key_0abc --concurrency 4 --queue 20 --queue-wait 30s",
            ],
            SetAsync) { Queue, QueueWait }.WithLimits().OfLimitOwner().OnModel(),
        new AdminVerb(
            around, "clear", "Take all limits on all models together, or on one, away.",
            ["farebox limits clear --key key_0abc", "farebox limits clear --project website --model gpt-5-mini"], ClearAsync).OfLimitOwner().OnModel(),
        new AdminVerb(
            around, "used", "Show how much of the organization's limits is used, its tier's too.",
            ["farebox limits used", "farebox limits used --json"], UsedAsync),
        new AdminVerb(around, "tiers", "List the tiers that organizations reach by spending, for operators.", ["farebox limits tiers"], TiersAsync),
        TierVerb.Create(around),
    };

    private static async Task<int> ListAsync(VerbRun run)
    {
        var limits = await LimitOwner.OfAsync(run);
        var page = await limits.ListAsync(new PageRequest { Limit = PageRows }, run.Cancel);
        if (run.Print.Json)
        {
            run.Print.Line(page.Json);
            return ExitStatus.Done;
        }

        // There is an object for every model; most say nothing.
        var set = page.Value.Data.Where(limit => limit.QueueMaxWaiting > 0 || LimitView.IsSet(limit)).ToList();
        run.Print.List(page with { Value = page.Value with { Data = set } }, "limits", LimitView.Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> SetAsync(VerbRun run)
    {
        var limits = await LimitOwner.OfAsync(run);
        var request = new RateLimitRequest
        {
            MaxRequestsPerMinute = run.Get(LimitOptions.Rpm), MaxRequestsPerDay = run.Get(LimitOptions.Rpd),
            MaxTokensPerMinute = run.Get(LimitOptions.Tpm), MaxTokensPerDay = run.Get(LimitOptions.Tpd),
            MaxImagesPerMinute = run.Get(LimitOptions.Ipm), MaxConcurrentRequests = run.Get(LimitOptions.Concurrency),
            QueueMaxWaiting = run.Get(Queue), QueueMaxWaitSeconds = run.Get(QueueWait),
        };
        run.Print.One(await limits.SetAsync(LimitOwner.ModelOf(run), request, run.Cancel), LimitView.Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> ClearAsync(VerbRun run)
    {
        var limits = await LimitOwner.OfAsync(run);
        run.Print.One(await limits.ClearAsync(LimitOwner.ModelOf(run), run.Cancel), new Column<Deleted>("removed", limit => limit.Id));
        return ExitStatus.Done;
    }

    private static async Task<int> UsedAsync(VerbRun run)
    {
        run.Print.List(await run.Admin.OrganizationLimits.UsedAsync(run.Cancel), "limits", LimitView.UsedColumns);
        return ExitStatus.Done;
    }

    private static async Task<int> TiersAsync(VerbRun run)
    {
        run.Print.List(await run.Admin.Tiers.ListAsync(run.Cancel), "tiers", LimitView.TierColumns);
        return ExitStatus.Done;
    }
}
