using System.Data.Common;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Settlement;

/// <summary>
/// Compares the ledger's charges with usage records: each charge has its record, with the same amount, unless records of that time were
/// deleted by age, and each record with a charge has its transfer. One look-up per row; nothing is kept in memory.
/// </summary>
public sealed class ChargeVerification
{
    private const int MaxFaults = 100;

    private readonly List<string> _faults = [];
    private long _faultCount;
    private long _charges;

    private ChargeVerification()
    {
    }

    /// <summary>Verifies a live or a copied store. The caller has a read transaction open on the connection.</summary>
    public static ChargeReport Run(DbConnection connection)
    {
        using var ledger = new LedgerChargeStore(connection);
        using var records = new UsageChargeStore(connection);
        var verification = new ChargeVerification();
        foreach (var charge in ledger.All()) verification.Check(charge, records);
        foreach (var record in records.All()) verification.Check(record, ledger);
        return new ChargeReport(verification._charges, verification._faultCount, verification._faults);
    }

    private void Check(in ChargeRow charge, UsageChargeStore records)
    {
        _charges++;
        var id = new RequestId(charge.Id);
        var amount = new NanoUsd(charge.Amount);
        if (!AccountIds.IsCredit(charge.Account)) Fault($"Call {id}: {amount} USD were charged to {charge.Account}, which is nobody's credit.");
        else if (records.Find(AccountIds.OrganizationOf(charge.Account), id) is not { } recorded)
        {
            if (!records.IsDeleted(AccountIds.OrganizationOf(charge.Account), id))
                Fault($"Call {id}: {amount} USD were charged to {charge.Account}, and there is no usage record of it.");
        }
        else if (recorded != charge.Amount) Fault($"Call {id}: {amount} USD were charged, and its usage record says {new NanoUsd(recorded)} USD.");
    }

    // Other amounts were found from the other side.
    private void Check(in RecordedCharge record, LedgerChargeStore ledger)
    {
        if (ledger.Find(record.OrganizationId, record.RequestId.Value) is null)
            Fault($"Call {record.RequestId}: its usage record says {new NanoUsd(record.Charge)} USD, and nothing was charged.");
    }

    private void Fault(string fault)
    {
        _faultCount++;
        if (_faults.Count < MaxFaults) _faults.Add(fault);
    }
}
