using System.Data.Common;
using Farebox.Kernel.Ledger;

namespace Farebox.Server.Ledger;

/// <summary>Credits one account inside a management write: see <see cref="LedgerBook.WriteAsync"/>.</summary>
public sealed class LedgerCredit
{
    private readonly DbConnection _connection;
    private readonly AccountHandle _account;
    private readonly long _nowMs;
    private readonly List<(ContraAccount From, long Amount)> _moved = [];

    internal LedgerCredit(DbConnection connection, AccountHandle account, long nowMs)
    {
        _connection = connection;
        _account = account;
        _nowMs = nowMs;
    }

    /// <summary>What memory has still to learn.</summary>
    internal IReadOnlyList<(ContraAccount From, long Amount)> Moved => _moved;

    /// <summary>Writes a transfer to the account.</summary>
    /// <param name="id">Of the transfer, from <see cref="Platform.IdSource"/>. The same one again changes nothing.</param>
    /// <param name="from">Where it comes from.</param>
    /// <param name="amount">At least 1.</param>
    /// <returns>False when there is a transfer of this id already.</returns>
    public bool Add(UInt128 id, ContraAccount from, long amount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        if (AccountIds.UnitOf(from) != _account.Unit) throw new ArgumentException("The accounts count different units.", nameof(from));
        var contra = AccountIds.Of(from);
        var row = new TransferRow(id, TransferPhase.Resolved, 0, TransferKind.Direct, contra, _account.Id, amount, amount, _nowMs);
        if (!LedgerStore.Insert(_connection, row)) return false;
        LedgerStore.AddToCounters(_connection, contra, _account.Unit, new LedgerCounters { DebitsPosted = amount });
        LedgerStore.AddToCounters(_connection, _account.Id, _account.Unit, new LedgerCounters { CreditsPosted = amount });
        _moved.Add((from, amount));
        return true;
    }
}
