using Dapper;
using Farebox.Server.Storage;

namespace Farebox.Server.UsageLog;

/// <summary>Which calls count: those of an organization, and, where the others are not null, of a project, a key, a token or a model.</summary>
/// <param name="TokenId">The token's own, and those of all that came from it.</param>
/// <param name="SinceMs">Unix milliseconds.</param>
/// <param name="StepMs">How finely the answer is divided.</param>
internal sealed record UsageHistoryQuery(
    string OrganizationId, string? ProjectId, string? KeyId, string? TokenId, string? Model, long SinceMs, long StepMs);

/// <summary>How many calls reached an upstream lately, and how many LLM tokens they took.</summary>
internal sealed class UsageHistoryStore(Database database)
{
    // An upstream may claim any number; their sum must stay one.
    private const long MaxTokens = 1_000_000_000_000;

    /// <summary>One row per step that has any: the last call's start, calls, LLM tokens. One range of the primary key is read.</summary>
    public Task<List<(long AtMs, long Calls, long Tokens)>> ReadAsync(UsageHistoryQuery query) => database.ReadAsync(connection =>
    {
        var family = query.TokenId is null ? "" : """
            WITH RECURSIVE family (id) AS (
                SELECT @TokenId UNION ALL SELECT child.id FROM access_tokens child JOIN family f ON child.parent_token_id = f.id)
            """;
        return connection.Query<(long, long, long)>($"""
            {family}
            SELECT MAX(started_at), COUNT(*), SUM(MIN(input_tokens, @MaxTokens) + MIN(output_tokens, @MaxTokens))
            FROM usage_records
            WHERE organization_id = @OrganizationId AND request_id >= @first AND started_at > @SinceMs AND attempts > 0
                {(query.ProjectId is null ? "" : "AND project_id = @ProjectId")}
                {(query.KeyId is null ? "" : "AND key_id = @KeyId")}
                {(query.TokenId is null ? "" : "AND token_id IN (SELECT id FROM family)")}
                {(query.Model is null ? "" : "AND model = @Model")}
            GROUP BY started_at / @StepMs
            """, new
        {
            query.OrganizationId, query.ProjectId, query.KeyId, query.TokenId, query.Model, query.SinceMs, query.StepMs,
            MaxTokens, first = RequestIdRange.From(query.SinceMs),
        }).AsList();
    });
}
