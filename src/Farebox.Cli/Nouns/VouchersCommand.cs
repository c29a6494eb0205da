using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Billing;

namespace Farebox.Cli.Nouns;

internal static class VouchersCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the voucher, voucher_…" };

    private static readonly Argument<string> Code = new("code")
    {
        Description = "The voucher's code, FBV-…, or - to read it from standard input.",
    };

    private static readonly Option<string?> Batch = new("--batch") { Description = "Only those made together, batch_…", HelpName = "id" };

    private static readonly Option<string?> Status = new Option<string?>("--status")
    {
        Description = "Only those in this state.",
        HelpName = "active|redeemed|revoked|expired",
    }.AcceptOnlyFromAmong(VoucherStatuses.Active, VoucherStatuses.Redeemed, VoucherStatuses.Revoked, VoucherStatuses.Expired);

    private static readonly Column<Voucher>[] Columns =
    [
        new("id", voucher => voucher.Id), new("code", voucher => voucher.RedactedCode), new("usd", voucher => voucher.AmountUsd, Right: true),
        new("status", voucher => voucher.Status), new("expires", voucher => Words.Time(voucher.ExpiresAt)),
        new("redeemed", voucher => Words.Time(voucher.RedeemedAt)), new("by", voucher => voucher.RedeemedBy),
        new("note", voucher => voucher.Note), new("batch", voucher => voucher.BatchId),
    ];

    public static Command Create(Surroundings around) =>
        new Verb("vouchers", "Codes that add to a credit balance, once.", "farebox vouchers redeem FBV-…", "farebox vouchers list")
        {
            VouchersCreateVerb.Create(around),
            new AdminVerb(
                around, "list", "List vouchers, masked, newest first, as an operator.",
                ["farebox vouchers list", "farebox vouchers list --status active --batch batch_0abc"], ListAsync) { Batch, Status }.Paged(),
            new AdminVerb(
                around, "revoke", "Take back a voucher that nobody has redeemed, as an operator.",
                ["farebox vouchers revoke voucher_0abc"], RevokeAsync) { Id },
            new AdminVerb(
                around, "redeem", "Add a voucher's amount to the organization's credit.",
                ["farebox vouchers redeem FBV-7K3M9-…", "farebox vouchers redeem - < voucher.txt"], RedeemAsync) { Code },
        };

    private static async Task<int> ListAsync(VerbRun run)
    {
        var page = await run.Admin.Vouchers.ListAsync(run.Get(Batch), run.Get(Status), run.Page(), run.Cancel);
        run.Print.List(page, "vouchers", Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> RevokeAsync(VerbRun run)
    {
        run.Print.One(await run.Admin.Vouchers.RevokeAsync(run.Get(Id), run.Cancel), Columns);
        return ExitStatus.Done;
    }

    private static async Task<int> RedeemAsync(VerbRun run)
    {
        var client = run.Admin;
        var code = run.Get(Code) is not "-" and var typed ? typed : await SecretInput.ReadAsync(run, "voucher code");
        return await CreditView.ShowAsync(run, client, await client.Billing.RedeemAsync(code, run.Cancel));
    }
}
