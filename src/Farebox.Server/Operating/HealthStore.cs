using Dapper;
using Farebox.Contracts;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Operating;

/// <summary>What the store tells about the installation's health. Each reading looks at a bounded number of rows.</summary>
internal sealed class HealthStore(Database database)
{
    private const int NewestCalls = 200;

    /// <summary>Organizations of which one of the newest calls since then was refused for want of credit, by name.</summary>
    /// <param name="sinceMs">Unix milliseconds.</param>
    public Task<List<string>> WithoutCreditAsync(long sinceMs, int most, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.Query<string>("""
            SELECT o.name FROM organizations o
            WHERE o.archived_at IS NULL AND EXISTS (
                SELECT 1 FROM (
                    SELECT error_code FROM usage_records
                    WHERE organization_id = o.id AND request_id >= @first ORDER BY request_id DESC LIMIT @NewestCalls)
                WHERE error_code = @Code)
            ORDER BY o.name LIMIT @most
            """, new { first = RequestIdRange.From(sinceMs), NewestCalls, Code = ErrorCodes.CreditBalanceExhausted, most }).AsList(),
        cancellationToken);

    /// <summary>How many letters were given up since a moment, and how many that still wait were written before another. Unix milliseconds.</summary>
    public Task<(long GivenUp, long Late)> LettersAsync(long givenUpSinceMs, long writtenBeforeMs, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QuerySingle<(long, long)>("""
            SELECT count(*) FILTER (WHERE failed_at >= @givenUpSinceMs), count(*) FILTER (WHERE next_at IS NOT NULL AND created_at < @writtenBeforeMs)
            FROM letters
            """, new { givenUpSinceMs, writtenBeforeMs }),
        cancellationToken);

    /// <summary>When the newest event of the audit log was written, Unix milliseconds by the clock of then; null without any.</summary>
    public Task<long?> NewestEventAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.QuerySingleOrDefault<long?>("SELECT at FROM audit_events ORDER BY sequence DESC LIMIT 1"), cancellationToken);
}
