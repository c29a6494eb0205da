using Dapper;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Relay;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Settlement;

/// <summary>Charges against usage records, on the live store of a running server.</summary>
public sealed class ChargeVerificationTests : RelayFixture
{
    [Fact]
    public async Task ServedCalls_AreSound()
    {
        await ServeAsync();
        var report = Verify();
        Assert.Empty(report.Faults);
        Assert.Equal((3, 5_000_000_000, 3_000_000), (report.Charges.Charges, report.Ledger.Credit.Added, report.Ledger.Credit.Charged));
    }

    [Theory]
    [InlineData("DELETE FROM usage_records WHERE charge_nano > 0", 3, "there is no usage record of it")]
    [InlineData("UPDATE usage_records SET charge_nano = 5 WHERE charge_nano > 0", 3, "0.001 USD were charged, and its usage record says 0.000000005 USD")]
    [InlineData("UPDATE usage_records SET charge_nano = 0", 3, "its usage record says 0 USD")]
    [InlineData("UPDATE usage_records SET charge_nano = 7 WHERE charge_nano = 0", 1, "says 0.000000007 USD, and nothing was charged")]
    [InlineData("UPDATE usage_records SET organization_id = 'org_other' WHERE charge_nano > 0", 6, "nothing was charged", "no usage record")]
    [InlineData("UPDATE ledger_transfers SET debit_account = 'somebody' WHERE credit_account = 'fares'", 6, "nobody's credit", "nothing was charged")]
    public async Task TamperedStore_NamesTheFault(string sql, int count, params string[] faults)
    {
        await ServeAsync();
        Assert.NotEqual(0, await Farebox.Services.GetRequiredService<Database>().UpkeepAsync(connection => connection.Execute(sql)));

        var report = Verify();

        Assert.Equal(count, report.Charges.FaultCount);
        Assert.False(report.IsSound);
        Assert.All(faults, fault => Assert.Contains(report.Charges.Faults, found => found.Contains(fault, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ManyFaults_AreCounted_AndAHundredNamed()
    {
        await Farebox.Services.GetRequiredService<Database>().UpkeepAsync(connection => connection.Execute(
            """
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 250)
            INSERT INTO ledger_transfers (id, phase, leg, kind, debit_account, credit_account, reserved, posted, created_at)
            SELECT randomblob(16), 1, 0, 1, 'org:org_1:credit', 'fares', 2, 1, 0 FROM numbers
            """));
        var report = Verify();
        Assert.Equal((250, 100), (report.Charges.FaultCount, report.Charges.Faults.Count));
        Assert.Equal(100, report.Faults.Count);
    }

    // Three charged calls, one of them a stream, and one that was refused.
    private async Task ServeAsync()
    {
        await Farebox.PriceAsync(new { model = "gpt-4o-mini", per_request = "0.001" });
        await Farebox.GrantAsync("5");
        foreach (var more in new[] { "", "", ",\"stream\":true" }) Assert.Equal(200, (await Client.PostAsync(Calls.Body(more))).Status);
        Assert.Equal(404, (await Client.PostAsync(Calls.Body(model: "no-such-model"))).Status);
    }

    private StoreReport Verify() => StoreVerification.Run(Path.Combine(Farebox.Options.Data, "farebox.db"), isCopy: false);
}
