using System.Net;
using Dapper;
using Farebox.Contracts.Billing;
using Farebox.Server.Ledger;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Upstreams;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Billing;

/// <summary>A Farebox on a clock that the test moves, and what every test of money asks it. At its end the ledger must be sound.</summary>
public abstract class BillingFixture : IAsyncLifetime
{
    protected const string Balance = "/v1/organization/credit_balance";
    protected const string Grants = "/v1/organization/credit_grants";
    protected const string TopUpsPath = "/v1/organization/top_ups";
    protected const string Vouchers = "/v1/system/vouchers";
    protected const string Redeem = "/v1/organization/vouchers/redeem";

    protected ManualTimeProvider Clock { get; } = new();

    protected RunningFarebox Farebox { get; private set; } = null!;

    protected string OrganizationId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Farebox = await RunningFarebox.StartAsync(clock: Clock);
        OrganizationId = (await Farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            var report = await Farebox.Services.GetRequiredService<Database>().ReadAsync(connection =>
            {
                connection.Execute("BEGIN TRANSACTION");
                var report = LedgerVerification.Run(connection);
                connection.Execute("COMMIT TRANSACTION");
                return report;
            });
            Assert.Equal([], report.Faults);
        }
        finally
        {
            await Farebox.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }

    protected async Task<string> AvailableAsync() => (await Farebox.GetAsync<CreditBalance>(Balance)).AvailableUsd;

    /// <summary>Makes vouchers and takes note of their codes, which no log may hold.</summary>
    protected async Task<VoucherBatch> MakeAsync(object body)
    {
        var batch = await Farebox.PostAsync<VoucherBatch>(Vouchers, body);
        foreach (var voucher in batch.Data) TestRecords.Secret(voucher.Code!);
        return batch;
    }

    protected async Task<Voucher> MakeOneAsync(object? body = null) => (await MakeAsync(body ?? new { amount_usd = "10" })).Data.Single();

    /// <summary>An admin's key of another organization, and its id.</summary>
    protected async Task<(string OrganizationId, HttpClient Admin)> OtherOrganizationAsync()
    {
        var organization = await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/system/organizations", new { name = "other" });
        var id = organization.GetProperty("id").GetString()!;
        var operators = Farebox.With(Farebox.Options.AdminKey);
        operators.DefaultRequestHeaders.Add("OpenAI-Organization", id);
        var key = await RunningFarebox.SendAsync(operators, HttpMethod.Post, "/v1/organization/admin_api_keys", new { name = "admin" });
        return (id, Farebox.With(TestRecords.Secret(key.GetProperty("value").GetString()!)));
    }

    internal static void AssertRefused(ApiAnswer answer, HttpStatusCode status, string? code, string? param) =>
        Assert.Equal((status, code, param), (answer.Status, answer.Error.Code, answer.Error.Param));
}
