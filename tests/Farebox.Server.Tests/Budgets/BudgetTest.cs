using Farebox.Kernel.Credentials;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Credentials;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Budgets;

/// <summary>A Farebox whose budgets are spent as the relay spends them: by grants, reservations and charges.</summary>
public abstract class BudgetTest : CredentialTest
{
    protected const string OfOrganization = "/v1/organization/budgets";

    protected string OfProject => $"/v1/organization/projects/{Farebox.ProjectId}/budgets";

    protected LedgerBook Book => Farebox.Services.GetRequiredService<LedgerBook>();

    protected string OfKey(string id) => $"{Keys}/{id}/budgets";

    internal async Task<string> NewBudgetAsync(string path, object body) => (await Admin.Post(path, body).Expect(200)).String("id");

    internal async Task<Grant> GrantAsync(string credential)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = "Bearer " + credential;
        var result = await Farebox.Services.GetRequiredService<Authenticator>().AuthenticateAsync(context);
        Assert.Null(result.Error);
        return result.Grant!;
    }

    /// <summary>Reserves what a call may cost. Null when no budget refuses, else the one that does.</summary>
    internal async Task<(LedgerReservation? Reservation, Budget? Refused)> ReserveAsync(Grant grant, NanoUsd quote)
    {
        var accounts = Farebox.Services.GetRequiredService<BudgetAccounts>();
        var legs = new List<WantedLeg>();
        foreach (var budget in grant.Budgets)
        {
            if (accounts.TryLeg(budget, quote, Clock.GetUtcNow().ToUnixTimeMilliseconds(), out var leg)) legs.Add(leg);
        }

        var result = await Book.ReserveAsync(new RequestId(Farebox.Services.GetRequiredService<IdSource>().Next()), legs.ToArray());
        return (result.Reservation, result.IsReserved ? null : BudgetAccounts.Find(grant.Budgets, legs[result.RefusedLeg].Debit));
    }

    /// <summary>Charges what was reserved, writes it down, and announces it as Settlement does.</summary>
    internal async Task SettleAsync(Grant grant, LedgerReservation reservation, NanoUsd charge)
    {
        Book.Post(reservation, charge);
        Farebox.Services.GetRequiredService<SettledCharges>().Announce(
            new SettledCharge(grant.OrganizationId!, grant.Budgets, charge, reservation.CreatedAtMs));
        var entry = new LedgerEntry(reservation.ApplyResolution);
        Farebox.Services.GetRequiredService<Database>().Journal.Append(entry);
        await entry.Durable;
    }

    /// <summary>A whole call that costs its quote. The budget that refused it, or null.</summary>
    internal async Task<Budget?> CallAsync(string credential, string usd)
    {
        var grant = await GrantAsync(credential);
        var (reservation, refused) = await ReserveAsync(grant, NanoUsd.Parse(usd));
        if (reservation is not null) await SettleAsync(grant, reservation, NanoUsd.Parse(usd));
        return refused;
    }
}
