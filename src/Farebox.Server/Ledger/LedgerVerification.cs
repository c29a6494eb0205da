using System.Data.Common;
using Farebox.Kernel.Ledger;

namespace Farebox.Server.Ledger;

/// <summary>
/// Goes through the whole ledger once and compares it with itself: debits equal credits, counters equal the sums of transfers, nothing is
/// resolved twice or for more than was reserved, no credit is below zero. Memory: a little per account.
/// </summary>
public sealed class LedgerVerification
{
    private const int MaxFaults = 100;

    private readonly Dictionary<string, Sums> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<long, TransferRow> _reserved = [];
    private readonly List<string> _faults = [];
    private UInt128 _id;
    private int _resolvedLegs;
    private bool _isOpen;
    private long _faultCount;
    private long _transfers;
    private long _pending;
    private CreditTotals _credit;

    private LedgerVerification()
    {
    }

    /// <summary>
    /// Verifies a live or a copied store. The caller has a read transaction open on the connection: all that is read must be of one
    /// moment.
    /// </summary>
    public static LedgerReport Run(DbConnection connection)
    {
        var verification = new LedgerVerification();
        foreach (var row in LedgerScanStore.Transfers(connection)) verification.Take(row);
        verification.EndTransfer();
        var accounts = verification.CheckAccounts(connection);
        return new LedgerReport(accounts, verification._transfers, verification._pending, verification._faultCount, verification._faults)
        {
            Credit = verification._credit,
        };
    }

    private void Take(TransferRow row)
    {
        if (!_isOpen || row.Id != _id)
        {
            EndTransfer();
            _isOpen = true;
            _id = row.Id;
        }

        var debit = Account(row.DebitAccount);
        var credit = Account(row.CreditAccount);
        if (row.Phase == TransferPhase.Reserved)
        {
            if (row.Kind != TransferKind.Reserve || row.Posted != 0 || row.Reserved < 1) Fault(row, "is not a reservation");
            _reserved.Add(row.Leg, row);
            debit.DebitsPending += row.Reserved;
            credit.CreditsPending += row.Reserved;
            return;
        }

        _resolvedLegs++;
        CheckResolution(row);
        if (_reserved.TryGetValue(row.Leg, out var reserved))
        {
            if (reserved != row with { Phase = reserved.Phase, Kind = reserved.Kind, Posted = 0, CreatedAtMs = reserved.CreatedAtMs })
                Fault(row, "resolves something else than was reserved");
            debit.DebitsPending -= row.Reserved;
            credit.CreditsPending -= row.Reserved;
        }

        debit.DebitsPosted += row.Posted;
        credit.CreditsPosted += row.Posted;
    }

    private void CheckResolution(in TransferRow row)
    {
        var (isKnown, mayPost) = row.Kind switch
        {
            TransferKind.Post or TransferKind.Direct => (true, true),
            TransferKind.Void or TransferKind.Interrupted => (true, false),
            _ => (false, false),
        };
        if (!isKnown || row.Phase != TransferPhase.Resolved)
            Fault(row, $"is of kind {(int)row.Kind} in phase {(int)row.Phase}, which there is not");
        if (row.Posted < 0 || row.Posted > row.Reserved) Fault(row, $"posts {row.Posted} of {row.Reserved}");
        if (!mayPost && row.Posted != 0) Fault(row, "posts something though it was given back");
        if (row.Kind == TransferKind.Direct && _reserved.Count > 0) Fault(row, "was made at once and reserved before");
    }

    private void EndTransfer()
    {
        if (!_isOpen) return;
        _transfers++;
        if (_reserved.Count > 0 && _resolvedLegs == 0) _pending++;
        else if (_reserved.Count > 0 && _resolvedLegs != _reserved.Count)
            Fault($"Transfer {_id:x32}: {_reserved.Count} legs were reserved and {_resolvedLegs} resolved.");
        _reserved.Clear();
        _resolvedLegs = 0;
    }

    private long CheckAccounts(DbConnection connection)
    {
        var count = 0L;
        var totals = new Dictionary<LedgerUnit, Sums>();
        foreach (var account in LedgerScanStore.Accounts(connection))
        {
            count++;
            var counters = account.Counters;
            if (!Account(account.Id).Equal(counters)) Fault($"Account {account.Id}: its counters are not the sums of its transfers.");
            _accounts.Remove(account.Id);
            if (AccountIds.IsCredit(account.Id)) CheckCredit(account.Id, counters);
            if (!totals.TryGetValue(account.Unit, out var total)) totals.Add(account.Unit, total = new Sums());
            total.Add(counters);
        }

        foreach (var (id, sums) in _accounts)
        {
            if (!sums.Equal(default)) Fault($"Account {id}: it has transfers and no counters.");
        }

        foreach (var (unit, total) in totals)
        {
            if (total.DebitsPending != total.CreditsPending || total.DebitsPosted != total.CreditsPosted)
                Fault($"Debits and credits in {unit} differ.");
        }

        return count;
    }

    private void CheckCredit(string id, in LedgerCounters counters)
    {
        if (counters.Available < 0) Fault($"Account {id}: it is below zero.");
        _credit = new CreditTotals(
            _credit.Added + counters.CreditsPosted, _credit.Charged + counters.DebitsPosted, _credit.Reserved + counters.DebitsPending);
    }

    private Sums Account(string id)
    {
        if (!_accounts.TryGetValue(id, out var sums)) _accounts.Add(id, sums = new Sums());
        return sums;
    }

    private void Fault(in TransferRow row, string what) => Fault($"Transfer {row.Id:x32}, leg {row.Leg}: it {what}.");

    private void Fault(string fault)
    {
        _faultCount++;
        if (_faults.Count < MaxFaults) _faults.Add(fault);
    }

    private sealed class Sums
    {
        public Int128 DebitsPending, DebitsPosted, CreditsPending, CreditsPosted;

        public void Add(in LedgerCounters counters)
        {
            DebitsPending += counters.DebitsPending;
            DebitsPosted += counters.DebitsPosted;
            CreditsPending += counters.CreditsPending;
            CreditsPosted += counters.CreditsPosted;
        }

        public bool Equal(in LedgerCounters counters) => DebitsPending == counters.DebitsPending && DebitsPosted == counters.DebitsPosted
            && CreditsPending == counters.CreditsPending && CreditsPosted == counters.CreditsPosted;
    }
}
