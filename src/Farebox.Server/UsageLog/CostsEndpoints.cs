using Farebox.Contracts;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary><c>/v1/organization/costs</c>, in OpenAI's shape: what calls cost, by the day.</summary>
internal static class CostsEndpoints
{
    private static readonly string[] Parameters = [.. SpanRequest.Parameters, "project_ids", "api_key_ids", "group_by"];

    private static readonly BucketWidth[] Widths = [new("1d", CostsQuery.WidthSeconds, 7, 180)];

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/organization/costs", GetAsync).RequireScopes(Scopes.UsageRead)
        .WithTags("Usage").WithSummary("Sum up what calls cost").Produces<CostsPage>();

    private static async Task<IResult> GetAsync(
        HttpRequest request, Caller caller, CostsQueryStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var parameters = new QueryText(request.Query);
        parameters.AllowOnly(Parameters);
        var span = SpanRequest.Read(parameters, Widths, clock.GetUtcNow().ToUnixTimeSeconds());
        var groupBy = SpanRequest.ReadGrouping(parameters, CostsGrouping.All);
        var (projects, keys) = (parameters.List("project_ids"), parameters.List("api_key_ids"));
        if (parameters.Error is not null) return parameters.Error;

        var query = new CostsQuery
        {
            OrganizationId = caller.OrganizationId, ConfinedToProjectId = caller.ProjectId, From = span!.From, To = span.To, ProjectIds = projects,
            KeyIds = keys, GroupBy = groupBy,
        };
        var rows = span.From >= span.To ? [] : await store.SumAsync(query, cancellationToken);
        if (rows.Count > UsageQueryStore.MaxUsageRows) return SpanRequest.TooManyRows();
        return Results.Json(Page(span, rows.ToLookup(row => row.Bucket)), FareboxJson.Options);
    }

    private static CostsPage Page(UsageSpan span, ILookup<long, CostsRow> rows)
    {
        var buckets = span.Buckets()
            .Select(bucket => new CostsBucket("bucket", bucket.Start, bucket.End, [.. rows[bucket.Start / span.WidthSeconds].Select(Show)]))
            .ToList();
        return new CostsPage("page", buckets, span.NextPage is not null, span.NextPage);
    }

    private static CostsResult Show(CostsRow row) => new()
    {
        Amount = new CostAmount(new NanoUsd(row.ChargeNano).ToString(), "usd"), LineItem = row.LineItem, ProjectId = row.ProjectId,
        ApiKeyId = row.KeyId,
    };
}
