using Farebox.Contracts;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary><c>/v1/organization/usage/completions</c>, in OpenAI's shape.</summary>
internal static class UsageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/organization/usage/completions", GetAsync).RequireScopes(Scopes.UsageRead)
        .WithTags("Usage").WithSummary("Sum up chats and completions").Produces<UsagePage>();

    private static async Task<IResult> GetAsync(
        HttpRequest request, Caller caller, UsageQueryStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (span, query, error) = UsageRequest.Read(request.Query, caller, clock.GetUtcNow().ToUnixTimeSeconds());
        if (error is not null) return error;

        // Batches are not run here: their usage is none, without a look.
        var rows = span!.From >= span.To || query is null ? [] : await store.SumAsync(query, cancellationToken);
        if (rows.Count > UsageQueryStore.MaxUsageRows) return SpanRequest.TooManyRows();
        return Results.Json(Page(span, query?.GroupBy ?? [], rows.ToLookup(row => row.Bucket)), FareboxJson.Options);
    }

    private static UsagePage Page(UsageSpan span, IReadOnlyList<string> groupBy, ILookup<long, UsageRow> rows)
    {
        var buckets = span.Buckets()
            .Select(bucket => new UsageBucket(
                "bucket", bucket.Start, bucket.End, [.. rows[bucket.Start / span.WidthSeconds].Select(row => Show(row, groupBy))]))
            .ToList();
        return new UsagePage("page", buckets, span.NextPage is not null, span.NextPage);
    }

    private static UsageResult Show(UsageRow row, IReadOnlyList<string> groupBy) => new()
    {
        InputTokens = row.InputTokens, OutputTokens = row.OutputTokens, InputCachedTokens = row.CachedTokens, NumModelRequests = row.Requests,
        ProjectId = row.ProjectId, UserId = row.User, ApiKeyId = row.KeyId, Model = row.Model,
        Batch = groupBy.Contains(UsageGrouping.Batch) ? false : null,
    };
}
