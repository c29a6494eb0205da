using System.Data.Common;
using Dapper;
using Farebox.Contracts.Audit;
using Farebox.Contracts.Billing;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;
using Farebox.Server.Storage;

namespace Farebox.Server.Billing;

/// <summary>All SQL about vouchers. They belong to the installation until an organization redeems them.</summary>
internal sealed class VoucherStore(Database database)
{
    private const string Columns = """
        SELECT id AS Id, batch_id AS BatchId, hash AS Hash, masked AS Masked, amount_nano AS AmountNano, note AS Note, created_by AS CreatedBy,
            created_at AS CreatedAt, expires_at AS ExpiresAt, revoked_at AS RevokedAt, redeemed_at AS RedeemedAt, redeemed_by AS RedeemedBy
        FROM vouchers
        """;

    private const string IsOpen = "redeemed_at IS NULL AND revoked_at IS NULL";

    /// <summary>Adds all or none. They are alike, and one at least: one event tells of the batch.</summary>
    public Task<int> AddAsync(IReadOnlyList<VoucherRow> rows, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        var first = rows[0];
        trail.Add(AuditEntry.Created(AuditEventTypes.VoucherCreated, new AuditObject(first.BatchId), new
        {
            rows.Count, AmountUsd = new NanoUsd(first.AmountNano).ToString(), first.Note, ExpiresAt = first.ExpiresAt / 1000,
        }));
        return connection.Execute(
            """
            INSERT INTO vouchers (id, batch_id, hash, masked, amount_nano, note, created_by, created_at, expires_at)
            VALUES (@Id, @BatchId, @Hash, @Masked, @AmountNano, @Note, @CreatedBy, @CreatedAt, @ExpiresAt)
            """,
            rows);
    });

    /// <summary>Newest first; one row more than the page holds when there are more.</summary>
    /// <param name="batchId">Only these; all when null.</param>
    /// <param name="status">Of <see cref="VoucherStatuses"/>; all when null.</param>
    public Task<List<VoucherRow>> ListAsync(PageRequest page, string? batchId, string? status, long nowMs, CancellationToken cancellationToken) =>
        database.ReadAsync(connection =>
        {
            var condition = status switch
            {
                VoucherStatuses.Active => $"{IsOpen} AND (expires_at IS NULL OR expires_at > @nowMs)",
                VoucherStatuses.Expired => $"{IsOpen} AND expires_at <= @nowMs",
                VoucherStatuses.Redeemed => "redeemed_at IS NOT NULL",
                VoucherStatuses.Revoked => "revoked_at IS NOT NULL",
                _ => "TRUE",
            };
            return connection.Query<VoucherRow>(
                $"""
                {Columns}
                WHERE (@After IS NULL OR id < @After) AND (@batchId IS NULL OR batch_id = @batchId) AND {condition}
                ORDER BY id DESC LIMIT @Limit + 1
                """,
                new { page.After, page.Limit, batchId, nowMs }).AsList();
        }, cancellationToken);

    /// <summary>Null when there is none of this id.</summary>
    public Task<VoucherRow?> GetAsync(string id) => database.ReadAsync(connection => Find(connection, id));

    /// <summary>Null when there is none of this code.</summary>
    public Task<VoucherRow?> FindAsync(byte[] hash) => database.ReadAsync(connection =>
        connection.QuerySingleOrDefault<VoucherRow>($"{Columns} WHERE hash = @hash", new { hash }));

    /// <summary>Revokes for good; changes nothing when it was redeemed or revoked before. Null when there is none of this id.</summary>
    public Task<VoucherRow?> RevokeAsync(string id, long nowMs, Actor actor) => database.WriteAsync(actor, (connection, trail) =>
    {
        var before = Find(connection, id);
        if (connection.Execute($"UPDATE vouchers SET revoked_at = @nowMs WHERE id = @id AND {IsOpen}", new { id, nowMs }) == 0) return before;
        var row = before! with { RevokedAt = nowMs };
        trail.Add(AuditEntry.Changed(AuditEventTypes.VoucherRevoked, new AuditObject(id), before.ToContract(nowMs), row.ToContract(nowMs)));
        return row;
    });

    /// <summary>Redeems it, inside the transaction that credits the organization; false when it is not active any more.</summary>
    public static bool Claim(DbConnection connection, string id, string organizationId, long nowMs) => connection.Execute(
        $"""
        UPDATE vouchers SET redeemed_at = @nowMs, redeemed_by = @organizationId
        WHERE id = @id AND {IsOpen} AND (expires_at IS NULL OR expires_at > @nowMs)
        """,
        new { id, organizationId, nowMs }) == 1;

    private static VoucherRow? Find(DbConnection connection, string id) =>
        connection.QuerySingleOrDefault<VoucherRow>($"{Columns} WHERE id = @id", new { id });
}
