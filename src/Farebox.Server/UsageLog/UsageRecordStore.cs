using System.Data.Common;
using Dapper;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog.Slices;

namespace Farebox.Server.UsageLog;

/// <summary>Writes usage records and the marks of calls under way.</summary>
internal static class UsageRecordStore
{
    // DO NOTHING on the key alone: a batch that failed is applied again, and a record is one record; any other fault must show.
    private const string InsertSql = """
        INSERT INTO usage_records (
            request_id, started_at, organization_id, project_id, key_id, token_id, surface, stream, requested_model, model,
            upstream_id, upstream_model, input_tokens, cached_tokens, output_tokens, reasoning_tokens, usage_source,
            outcome, status, error_code, attempts, duration_us, first_byte_us, upstream_us, client_request_id, user,
            quote_nano, charge_nano, overrun_nano, price_version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (organization_id, request_id) DO NOTHING
        """;

    private const string MarkSql = "INSERT INTO usage_late (organization_id, request_id) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private const string InsertOpenSql = """
        INSERT INTO open_calls (
            request_id, started_at, organization_id, project_id, key_id, token_id, surface, stream, requested_model, model, user,
            quote_nano, price_version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (request_id) DO NOTHING
        """;

    private const string DeleteOpenSql = "DELETE FROM open_calls WHERE request_id = ?";

    // Their calls began long ago. A mark on a record that is in no slice yet does no harm.
    private const string MarkOpenSql = """
        INSERT INTO usage_late (organization_id, request_id)
        SELECT organization_id, request_id FROM open_calls o
        WHERE NOT EXISTS (SELECT 1 FROM usage_records r WHERE r.organization_id = o.organization_id AND r.request_id = o.request_id)
        ON CONFLICT DO NOTHING
        """;

    // 5: Outcome.Interrupted. Status 200: a byte may have reached the client, and a status goes before bytes.
    private const string ResolveSql = """
        INSERT INTO usage_records (
            request_id, started_at, organization_id, project_id, key_id, token_id, surface, stream, requested_model, model, user,
            quote_nano, price_version,
            input_tokens, cached_tokens, output_tokens, reasoning_tokens, usage_source, outcome, status, attempts, duration_us)
        SELECT request_id, started_at, organization_id, project_id, key_id, token_id, surface, stream, requested_model, model, user,
            quote_nano, price_version,
            0, 0, 0, 0, 0, 5, 200, 1, 0
        FROM open_calls
        WHERE TRUE
        ON CONFLICT (organization_id, request_id) DO NOTHING
        """;

    internal static void Insert(StoreConnection connection, UsageRecord record, RolledTo rolledTo)
    {
        var call = record.Call;
        var isLate = rolledTo.IsLate(connection, call.RequestId);
        var before = isLate ? connection.TotalChanges : 0;
        Span<byte> id = stackalloc byte[16];
        call.RequestId.WriteBytes(id);
        connection.Statement(InsertSql)
            .Bind(id).Bind(call.StartedAtMs)
            .Bind(call.Grant.OrganizationId).Bind(call.Grant.ProjectId).Bind(call.Grant.KeyId).Bind(call.Grant.TokenId)
            .Bind((long)call.Surface).Bind(call.Stream ? 1L : 0L).Bind(call.RequestedModel).Bind(call.Model)
            .Bind(record.UpstreamId).Bind(record.UpstreamModel)
            .Bind(record.Usage.Input).Bind(record.Usage.CachedInput).Bind(record.Usage.Output).Bind(record.Usage.Reasoning)
            .Bind((long)record.Usage.Source)
            .Bind((long)record.Outcome).Bind((long)record.Status).Bind(record.ErrorCode).Bind((long)record.Attempts)
            .Bind(record.DurationUs).Bind(record.FirstByteUs).Bind(record.UpstreamUs).Bind(call.ClientRequestId).Bind(call.Grant.User)
            .Bind(record.Quote.Value).Bind(record.Charge.Value).Bind(record.Overrun.Value).Bind(record.PriceVersion)
            .Run();

        // A record that was there already is in a slice, or marked.
        if (isLate && connection.TotalChanges != before) connection.Statement(MarkSql).Bind(call.Grant.OrganizationId).Bind(id).Run();
    }

    internal static void InsertOpen(StoreConnection connection, CallIdentity call, NanoUsd quote, string? priceVersion)
    {
        Span<byte> id = stackalloc byte[16];
        call.RequestId.WriteBytes(id);
        connection.Statement(InsertOpenSql)
            .Bind(id).Bind(call.StartedAtMs)
            .Bind(call.Grant.OrganizationId).Bind(call.Grant.ProjectId).Bind(call.Grant.KeyId).Bind(call.Grant.TokenId)
            .Bind((long)call.Surface).Bind(call.Stream ? 1L : 0L).Bind(call.RequestedModel).Bind(call.Model).Bind(call.Grant.User)
            .Bind(quote.Value).Bind(priceVersion)
            .Run();
    }

    internal static void DeleteOpen(StoreConnection connection, RequestId requestId)
    {
        Span<byte> id = stackalloc byte[16];
        requestId.WriteBytes(id);
        connection.Statement(DeleteOpenSql).Bind(id).Run();
    }

    /// <summary>Turns every mark that a dead process left into a record of an interrupted call; returns their request ids.</summary>
    internal static List<RequestId> ResolveOpen(DbConnection connection)
    {
        var ids = connection.Query<byte[]>("SELECT request_id FROM open_calls ORDER BY request_id").Select(id => RequestId.FromBytes(id)).ToList();
        if (ids.Count == 0) return ids;
        connection.Execute(MarkOpenSql);
        connection.Execute(ResolveSql);
        connection.Execute("DELETE FROM open_calls");
        return ids;
    }
}
