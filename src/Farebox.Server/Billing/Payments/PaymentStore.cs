using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Billing.Payments;

/// <summary>All SQL about payments.</summary>
internal sealed class PaymentStore(Database database)
{
    /// <summary>Keeps an order.</summary>
    public Task<int> AddAsync(PaymentRow row, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        trail.Add(AuditEntry.Created(
            AuditEventTypes.PaymentCreated, new AuditObject(row.Id, row.OrganizationId),
            new { row.Provider, AmountUsd = new NanoUsd(row.AmountNano).ToString() }));
        return connection.Execute(
            """
            INSERT INTO payments (id, organization_id, provider, amount_nano, created_at)
            VALUES (@Id, @OrganizationId, @Provider, @AmountNano, @CreatedAt)
            """,
            row);
    });

    /// <summary>An order that was given to a provider, or null.</summary>
    public Task<PaymentRow?> FindAsync(string id, string provider) => database.ReadAsync(connection => connection.QuerySingleOrDefault<PaymentRow>(
        """
        SELECT id AS Id, organization_id AS OrganizationId, provider AS Provider, provider_id AS ProviderId, amount_nano AS AmountNano,
            created_at AS CreatedAt, confirmed_at AS ConfirmedAt
        FROM payments WHERE id = @id AND provider = @provider
        """,
        new { id, provider }));

    /// <summary>
    /// Confirms it, inside the transaction that credits the organization; false when it, or another by this payment of the provider's, was
    /// confirmed before.
    /// </summary>
    public static bool Claim(DbConnection connection, string id, string provider, string providerId, long nowMs) => connection.Execute(
        """
        UPDATE payments SET provider_id = @providerId, confirmed_at = @nowMs
        WHERE id = @id AND provider = @provider AND confirmed_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM payments WHERE provider = @provider AND provider_id = @providerId)
        """,
        new { id, provider, providerId, nowMs }) == 1;
}
