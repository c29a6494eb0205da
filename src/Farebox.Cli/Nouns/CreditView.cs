using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Contracts.Billing;

namespace Farebox.Cli.Nouns;

/// <summary>How credit looks.</summary>
internal static class CreditView
{
    public static readonly Column<CreditBalance>[] BalanceLines =
    [
        new("organization", balance => balance.OrganizationId), new("available", balance => Usd(balance.AvailableUsd)),
        new("reserved for calls under way", balance => balance.ReservedUsd == "0" ? "" : Usd(balance.ReservedUsd)),
    ];

    public static readonly Column<TopUp>[] TopUpColumns =
    [
        new("time", topUp => Words.Time(topUp.CreatedAt)), new("usd", topUp => topUp.AmountUsd, Right: true), new("source", topUp => topUp.Source),
        new("reference", topUp => topUp.Reference), new("note", topUp => topUp.Note), new("id", topUp => topUp.Id),
    ];

    private static readonly Column<TopUp>[] TopUpLines =
    [
        new("amount", topUp => Usd(topUp.AmountUsd)), new("organization", topUp => topUp.OrganizationId), new("source", topUp => topUp.Source),
        new("reference", topUp => topUp.Reference), new("note", topUp => topUp.Note), new("time", topUp => Words.Time(topUp.CreatedAt)),
        new("id", topUp => topUp.Id),
    ];

    /// <summary>An amount with its currency.</summary>
    public static string Usd(string amount) => amount + " USD";

    /// <summary>A top-up, and for people what is there now.</summary>
    public static async Task<int> ShowAsync(VerbRun run, FareboxClient client, ApiResult<TopUp> topUp)
    {
        run.Print.One(topUp, TopUpLines);
        if (!run.Print.Json && await AvailableAsync(run, client) is { } available)
            run.Print.Line($"The organization now has {available}.");
        return ExitStatus.Done;
    }

    /// <summary>Null when the key may not see it: adding has worked all the same.</summary>
    private static async Task<string?> AvailableAsync(VerbRun run, FareboxClient client)
    {
        try
        {
            return Usd((await client.Billing.BalanceAsync(run.Cancel)).Value.AvailableUsd);
        }
        catch (FareboxApiException refused) when (ApiErrors.IsMissingPermission(refused))
        {
            return null;
        }
    }
}
