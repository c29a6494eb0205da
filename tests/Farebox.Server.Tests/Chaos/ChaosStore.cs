using Dapper;
using Farebox.Kernel.Ledger;
using Farebox.Server.Ledger;
using Farebox.Server.Settlement;
using Microsoft.Data.Sqlite;

namespace Farebox.Server.Tests.Chaos;

/// <summary>A live server's store at one moment: everything is read in one transaction.</summary>
internal sealed class ChaosStore : IDisposable
{
    // As ChaosRecord.IsCharged.
    private const string IsCharged = "(outcome = 0 OR (outcome IN (3, 4) AND usage_source <> 0))";

    private readonly SqliteConnection _connection;

    public ChaosStore(string dataFolder)
    {
        var where = new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, "farebox.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        _connection = new SqliteConnection(where.ToString());
        _connection.Open();
        _connection.Execute("BEGIN TRANSACTION"); // One word alone would be a stored procedure to Dapper.
    }

    /// <summary>What <c>farebox verify-ledger</c> says.</summary>
    public StoreReport Verify() => new(LedgerVerification.Run(_connection), ChargeVerification.Run(_connection));

    public long OpenCalls => Number("SELECT count(*) FROM open_calls");

    /// <summary>The usage records behind an id, by it.</summary>
    public List<ChaosRecord> Records(byte[] after) =>
    [
        .. _connection.Query<ChaosRecord>(
            """
            SELECT request_id AS Id, client_request_id AS ClientRequestId, input_tokens AS Input, cached_tokens AS Cached, output_tokens AS Output,
                reasoning_tokens AS Reasoning, usage_source AS Source, outcome AS OutcomeNumber, status AS Status, attempts AS Attempts,
                quote_nano AS Quote, charge_nano AS Charge, overrun_nano AS Overrun, price_version AS PriceVersion
            FROM usage_records WHERE request_id > @after ORDER BY request_id
            """,
            new { after }),
    ];

    /// <summary>How many records and transfers contradict each other: a charge in one and not the same in the other, whichever way; and what
    /// was interrupted in one and not in the other.</summary>
    public long Contradictions => Number(
        """
        SELECT
            (SELECT count(*) FROM usage_records r WHERE r.charge_nano <> coalesce(
                (SELECT sum(t.posted) FROM ledger_transfers t WHERE t.id = r.request_id AND t.phase = 1 AND t.credit_account = 'fares'), 0))
            + (SELECT count(*) FROM ledger_transfers t WHERE t.phase = 1 AND t.kind <> 4 AND NOT EXISTS (
                SELECT 1 FROM usage_records r WHERE r.organization_id = (SELECT id FROM organizations) AND r.request_id = t.id))
            + (SELECT count(*) FROM usage_records r WHERE r.outcome = 5 AND r.quote_nano > 0 AND NOT EXISTS (
                SELECT 1 FROM ledger_transfers t WHERE t.id = r.request_id AND t.phase = 1 AND t.kind = 3 AND t.reserved = r.quote_nano))
            + (SELECT count(*) FROM ledger_transfers t WHERE t.phase = 1 AND t.kind = 3 AND NOT EXISTS (
                SELECT 1 FROM usage_records r WHERE r.organization_id = (SELECT id FROM organizations) AND r.request_id = t.id AND r.outcome = 5))
        """);

    /// <summary>All charges of all records.</summary>
    public long Charges => Number("SELECT coalesce(sum(charge_nano), 0) FROM usage_records");

    public LedgerCounters Credit(string organizationId) =>
        LedgerStore.ReadCounters(_connection, [AccountIds.Credit(organizationId)]).GetValueOrDefault(AccountIds.Credit(organizationId));

    /// <summary>What the ledger says was spent under a limit in all its periods.</summary>
    public long Spent(ChaosLimit limit) => Number(
        "SELECT coalesce(sum(debits_posted + debits_pending), 0) FROM ledger_accounts WHERE id >= @prefix AND id < @prefix || '~'",
        new { prefix = AccountIds.BudgetPrefix(limit.Id) });

    /// <summary>What the usage records say was spent under it.</summary>
    public long Recorded(ChaosLimit limit) => Number(
        $"""
        SELECT {(limit.CountsRequests ? "count(*)" : "coalesce(sum(charge_nano), 0)")} FROM usage_records
        WHERE {IsCharged} AND (@KeyId IS NULL OR key_id = @KeyId) {(limit.TokenIds is null ? "" : "AND token_id IN @TokenIds")}
        """,
        limit);

    public void Dispose() => _connection.Dispose();

    private long Number(string sql, object? parameters = null) => _connection.ExecuteScalar<long>(sql, parameters);
}
