using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Billing;

namespace Farebox.Cli.Nouns;

internal static class VouchersCreateVerb
{
    private static readonly Argument<string> Amount = new("amount") { Description = "What each is worth, in USD, such as 25 or 12.50." };

    private static readonly Option<int> Count = new("--count")
    {
        Description = "How many, 1 to 1000.",
        HelpName = "number",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<long?> ExpiresIn = Input.SecondsOption(
        "--expires-in", "How long they can be redeemed, such as 90d; without end when absent.");

    private static readonly Option<string?> Note = new("--note") { Description = "A remark that whoever redeems one sees.", HelpName = "text" };
    private static readonly Option<bool> Csv = new("--csv") { Description = "Print comma-separated values, for a spreadsheet or a printer." };

    private static readonly Column<Voucher>[] Columns =
    [
        new("code", voucher => voucher.Code), new("usd", voucher => voucher.AmountUsd, Right: true),
        new("expires", voucher => voucher.ExpiresAt is { } at ? Words.Time(at) : "never"), new("id", voucher => voucher.Id),
    ];

    public static Command Create(Surroundings around)
    {
        var verb = new AdminVerb(
            around, "create", "Make vouchers and show their codes, this once, as an operator.",
            ["farebox vouchers create 10", "farebox vouchers create 25 --count 200 --expires-in 90d --csv > vouchers.csv"], CreateAsync)
        {
            Amount, Count, ExpiresIn, Note, Csv,
        };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(Csv) && result.GetValue(GlobalOptions.Json))
                result.AddError("Give --csv or --json.");
        });
        return verb;
    }

    private static async Task<int> CreateAsync(VerbRun run)
    {
        var batch = await run.Admin.Vouchers.CreateAsync(
            new VouchersRequest
            {
                AmountUsd = run.Get(Amount), Count = run.Get(Count), ExpiresIn = run.Get(ExpiresIn), Note = run.Get(Note),
            },
            run.Cancel);
        if (run.Print.Json)
            run.Print.Line(batch.Json);
        else if (run.Get(Csv))
            run.Around.Out.Write(VoucherCsv.Write(batch.Value.Data));
        else
            run.Print.Rows(batch.Value.Data, Columns);
        run.Print.Note($"This is the only time the codes are shown. They are batch {batch.Value.Id}.");
        return ExitStatus.Done;
    }
}
