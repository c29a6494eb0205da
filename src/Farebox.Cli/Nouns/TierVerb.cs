using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Limits;

namespace Farebox.Cli.Nouns;

/// <summary><c>farebox limits tier</c>: which tier an organization is in, and what an operator decides about it.</summary>
internal static class TierVerb
{
    private static readonly Argument<string?> Organization = new("organization")
    {
        Description = "Id of the organization, org_…, for operators; one's own when absent.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Pin = new("--pin") { Description = "The tier that it gets, whatever it spends.", HelpName = "tier" };

    private static readonly Option<bool> BySpend = new("--by-spend") { Description = "Let what it spends decide again: takes a pin and numbers away." };

    public static Verb Create(Surroundings around)
    {
        var verb = new AdminVerb(
            around, "tier", "Show the organization's tier; for operators, of any one: pin it, or set numbers that go before the tier's.",
            [
                "farebox limits tier", "farebox limits tier org_0abc", "farebox limits tier org_0abc --pin 3 --concurrency 500",
                "farebox limits tier org_0abc --by-spend",
            ],
            RunAsync) { Organization, Pin, BySpend }.WithLimits();
        verb.Validators.Add(result =>
        {
            if (result.GetValue(BySpend) && (result.GetValue(Pin) is not null || LimitOptions.IsAny(result)))
                result.AddError("--by-spend takes a pin and numbers away: give it alone.");
            if (result.GetValue(Organization) is null && (result.GetValue(BySpend) || result.GetValue(Pin) is not null || LimitOptions.IsAny(result)))
                result.AddError("Name the organization whose tier is to change.");
        });
        return verb;
    }

    private static async Task<int> RunAsync(VerbRun run)
    {
        var (tiers, id) = (run.Admin.Tiers, run.Get(Organization));
        var request = new OrganizationTierRequest
        {
            Tier = run.Get(Pin),
            MaxRequestsPerMinute = run.Get(LimitOptions.Rpm), MaxRequestsPerDay = run.Get(LimitOptions.Rpd),
            MaxTokensPerMinute = run.Get(LimitOptions.Tpm), MaxTokensPerDay = run.Get(LimitOptions.Tpd),
            MaxImagesPerMinute = run.Get(LimitOptions.Ipm), MaxConcurrentRequests = run.Get(LimitOptions.Concurrency),
        };
        if (id is null)
        {
            run.Print.One(await tiers.OwnAsync(run.Cancel), LimitView.OrganizationLines);
            return ExitStatus.Done;
        }

        run.Print.One(
            run.Get(BySpend) ? await tiers.ClearAsync(id, run.Cancel)
            : request == new OrganizationTierRequest() ? await tiers.GetAsync(id, run.Cancel)
            : await tiers.SetAsync(id, request, run.Cancel),
            LimitView.OrganizationLines);
        return ExitStatus.Done;
    }
}
