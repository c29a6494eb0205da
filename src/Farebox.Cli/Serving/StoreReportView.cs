using System.Text.Json;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Kernel.Money;
using Farebox.Server;

namespace Farebox.Cli.Serving;

/// <summary>How a verified store looks.</summary>
internal static class StoreReportView
{
    private static readonly Column<StoreReport>[] Lines =
    [
        new("ledger accounts", report => Words.Count(report.Ledger.Accounts)),
        new("transfers", report => Words.Count(report.Ledger.Transfers)),
        new("charges", report => Words.Count(report.Charges.Charges)),
        new("calls under way", report => Words.Count(report.Ledger.PendingReservations)),
        new("credit added", report => Usd(report.Ledger.Credit.Added) + " USD"),
        new("charged", report => Usd(report.Ledger.Credit.Charged) + " USD"),
        new("left", report => Usd(Left(report)) + " USD"),
        new("of which reserved", report => Usd(report.Ledger.Credit.Reserved) + " USD"),
    ];

    /// <summary>Prints it; the exit status says whether the store is sound.</summary>
    public static int Show(VerbRun run, StoreReport report)
    {
        if (run.Print.Json)
            run.Print.Line(Json(report));
        else
            ShowToPeople(run.Print, report);
        return report.IsSound ? ExitStatus.Done : ExitStatus.NotSound;
    }

    private static void ShowToPeople(Printer print, StoreReport report)
    {
        print.Lines(report, Lines);
        if (report.IsSound)
        {
            print.Line("sound");
            return;
        }
        print.Line($"not sound: {Words.Count(report.FaultCount)} {(report.FaultCount == 1 ? "fault" : "faults")}");
        foreach (var fault in report.Faults)
            print.Line("  " + CleanText.Line(fault));
        if (report.FaultCount > report.Faults.Count)
            print.Note($"Only the first {Words.Count(report.Faults.Count)} faults are shown.");
    }

    private static string Json(StoreReport report) => JsonSerializer.Serialize(new
    {
        sound = report.IsSound,
        accounts = report.Ledger.Accounts,
        transfers = report.Ledger.Transfers,
        charges = report.Charges.Charges,
        pending_reservations = report.Ledger.PendingReservations,
        added_usd = Usd(report.Ledger.Credit.Added),
        charged_usd = Usd(report.Ledger.Credit.Charged),
        left_usd = Usd(Left(report)),
        reserved_usd = Usd(report.Ledger.Credit.Reserved),
        fault_count = report.FaultCount,
        faults = report.Faults,
    });

    private static Int128 Left(StoreReport report) => report.Ledger.Credit.Added - report.Ledger.Credit.Charged;

    /// <summary>Exact up to the 9.2 billion USD that one account can hold; what is beyond is shown in whole USD.</summary>
    private static string Usd(Int128 nano) => nano >= long.MinValue && nano <= long.MaxValue
        ? new NanoUsd((long)nano).ToString()
        : (nano / NanoUsd.PerUsd).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
