using System.Data.Common;
using Farebox.Contracts.Audit;
using Farebox.Contracts.Billing;
using Farebox.Kernel.Ledger;
using Farebox.Kernel.Money;
using Farebox.Server.Ledger;
using Farebox.Server.Platform;

namespace Farebox.Server.Billing;

/// <summary>
/// The one way in which an organization's credit grows, whether granted, redeemed or paid for: whatever stands for the money (a voucher, a
/// payment), the top-up and the ledger's transfer are written in one transaction, and counted once it is durable.
/// </summary>
internal sealed class TopUps(LedgerBook ledger, IdSource ids, TimeProvider clock)
{
    /// <summary>Credits an organization.</summary>
    /// <param name="wish">Who gets how much, and for what.</param>
    /// <param name="claim">
    /// Takes what stands for the money, on the open transaction; false when it is not to be had, and then nothing is written.
    /// </param>
    /// <param name="actor">Who does it.</param>
    /// <returns>Null when nothing was credited: the claim failed, or the organization was credited for this reference before.</returns>
    public Task<TopUpRow?> AddAsync(TopUpWish wish, Actor actor, Func<DbConnection, bool>? claim = null)
    {
        var id = ids.Next();
        var row = new TopUpRow
        {
            TransferId = new TopUpId(id).ToBytes(), OrganizationId = wish.OrganizationId, Source = wish.Source, Reference = wish.Reference,
            AmountNano = wish.Amount.Value, Note = wish.Note, CreatedBy = wish.CreatedBy, CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        return ledger.WriteAsync(actor, AccountHandle.Credit(wish.OrganizationId), (connection, trail, credit) =>
        {
            if (claim is not null && !claim(connection)) return null;
            if (!TopUpStore.Add(connection, row))
            {
                // Thrown, so that the claim is undone: nobody's voucher or payment is used up for nothing.
                return claim is null ? null : throw new InvalidOperationException($"{wish.Source} {wish.Reference} was credited before.");
            }

            trail.Add(AuditEntry.Created(TypeOf(wish.Source), new AuditObject(ObjectOf(wish, row), wish.OrganizationId), row.ToContract()));
            return credit.Add(id, From(wish.Source), wish.Amount.Value) ? row : throw new InvalidOperationException("The transfer exists already.");
        });
    }

    /// <summary>The account that a source's credit comes from.</summary>
    public static ContraAccount From(string source) => source switch
    {
        TopUpSources.Grant => ContraAccount.GrantedCredit,
        TopUpSources.Voucher => ContraAccount.VoucherCredit,
        TopUpSources.Payment => ContraAccount.PaidCredit,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    private static string TypeOf(string source) => source switch
    {
        TopUpSources.Grant => AuditEventTypes.CreditGrantCreated,
        TopUpSources.Voucher => AuditEventTypes.VoucherRedeemed,
        _ => AuditEventTypes.PaymentConfirmed,
    };

    // What stands for the money; a grant stands for itself.
    private static string ObjectOf(TopUpWish wish, TopUpRow row) =>
        wish.Source == TopUpSources.Grant ? TopUpId.FromBytes(row.TransferId).ToString() : wish.Reference!;
}

/// <summary>A top-up to be made.</summary>
/// <param name="Source">Of <see cref="TopUpSources"/>.</param>
/// <param name="Reference">What can credit the organization only once; null for a grant that may be repeated.</param>
/// <param name="CreatedBy">Id of the key that does it.</param>
internal sealed record TopUpWish(
    string OrganizationId, string Source, NanoUsd Amount, string? Reference = null, string? Note = null, string? CreatedBy = null);
