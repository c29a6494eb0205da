using Farebox.Contracts;
using Farebox.Contracts.Usage;
using Farebox.Kernel.Credentials;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>
/// <c>/v1/organization/usage/calls</c>: all calls of all kinds, how they ended, what they took and how long. OpenAI has none such; parameters
/// and shape are those of its usage.
/// </summary>
internal static class CallUsageEndpoints
{
    // One bucket for all of the range: longer than any.
    private const long Whole = 100_000_000_000;

    private static readonly string[] Parameters = [.. SpanRequest.Parameters, "project_ids", "api_key_ids", "models", "group_by"];
    private static readonly string[] Groups = [UsageGrouping.Project, UsageGrouping.Key, UsageGrouping.Model];

    private static readonly BucketWidth[] Widths =
        [new("1m", 60, 60, 1440), new("1h", 3600, 24, 744), new("1d", 86_400, 7, 366), new("all", Whole, 1, 1)];

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/organization/usage/calls", GetAsync).RequireScopes(Scopes.UsageRead)
        .WithTags("Usage").WithSummary("Sum up all calls: how they ended, what they took, and how long").Produces<CallUsagePage>();

    private static async Task<IResult> GetAsync(
        HttpRequest request, Caller caller, RecordSumStore records, TimeProvider clock, CancellationToken cancellationToken)
    {
        var parameters = new QueryText(request.Query);
        parameters.AllowOnly(Parameters);
        var span = SpanRequest.Read(parameters, Widths, clock.GetUtcNow().ToUnixTimeSeconds());
        var groupBy = SpanRequest.ReadGrouping(parameters, Groups);
        var (projects, keys, models) = (parameters.List("project_ids"), parameters.List("api_key_ids"), parameters.List("models"));
        if (parameters.Error is not null) return parameters.Error;

        var query = new RecordSumQuery
        {
            OrganizationId = caller.OrganizationId, ConfinedToProjectId = caller.ProjectId, FromMs = span!.From * 1000, ToMs = span.To * 1000,
            WidthMs = span.WidthSeconds * 1000, ProjectIds = projects, KeyIds = keys, Models = models,
            GroupBy = [.. groupBy.Distinct().Select(Group), RecordGroup.Outcome], WithRefused = true,
            Amounts = RecordAmounts.Tokens | RecordAmounts.Charges | RecordAmounts.Times,
        };
        var rows = span.From >= span.To ? [] : await records.SumAsync(query, UsageQueryStore.MaxUsageRows, cancellationToken);
        if (rows.Count > UsageQueryStore.MaxUsageRows) return SpanRequest.TooManyRows();

        // Sorted by the groups, the outcome last: rows of a group follow each other.
        var groups = rows.GroupBy(row => row.Key with { Outcome = null }).ToLookup(group => group.Key.Bucket);
        var buckets = span.Buckets()
            .Select(bucket => new CallUsageBucket("bucket", bucket.Start, bucket.End, [.. groups[bucket.Start / span.WidthSeconds].Select(Show)]))
            .ToList();
        return Results.Json(new CallUsagePage("page", buckets, span.NextPage is not null, span.NextPage), FareboxJson.Options);
    }

    private static CallUsageResult Show(IGrouping<RecordSumKey, KeyValuePair<RecordSumKey, RecordSum>> group)
    {
        var (sum, completed, refused, closed) = (new RecordSum(), new RecordSum(), 0L, 0L);
        foreach (var (key, part) in group)
        {
            sum.Add(part);
            if (key.Outcome == (long)Outcome.Completed) completed = part;
            else if (key.Outcome == (long)Outcome.Refused) refused = part.Requests;
            else if (key.Outcome == (long)Outcome.ClientClosed) closed = part.Requests;
        }

        return new CallUsageResult
        {
            ProjectId = group.Key.Project, ApiKeyId = group.Key.Key, Model = group.Key.Model, NumCalls = sum.Requests,
            NumCompleted = completed.Requests, NumRefused = refused, NumClientClosed = closed,
            NumFailed = sum.Requests - completed.Requests - refused - closed,
            InputTokens = sum.Input, InputCachedTokens = sum.Cached, OutputTokens = sum.Output, ChargeUsd = new NanoUsd(sum.ChargeNano).ToString(),
            MeanDurationUs = completed.Requests == 0 ? null : completed.DurationUs / completed.Requests,
            MaxDurationUs = completed.Requests == 0 ? null : completed.MaxDurationUs,
            MeanFirstByteUs = completed.FirstBytes == 0 ? null : completed.FirstByteUs / completed.FirstBytes,
            MaxFirstByteUs = completed.FirstBytes == 0 ? null : completed.MaxFirstByteUs,
        };
    }

    private static RecordGroup Group(string group) => group switch
    {
        UsageGrouping.Project => RecordGroup.Project,
        UsageGrouping.Key => RecordGroup.Key,
        UsageGrouping.Model => RecordGroup.Model,
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, null),
    };
}
